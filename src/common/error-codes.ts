/** A public error: its HTTP statuses and its meaning. */
interface ErrorMeaning {
  readonly status: number | readonly number[];
  /** One sentence for callers of the API. */
  readonly meaning: string;
}

/**
 * Every `code` of an `AppError`, and so of every problem document of the API. The OpenAPI document and
 * `docs/api-errors.md` are generated from this list. A code that is not in it does not compile.
 */
export const ERROR_CODES = {
  bad_request: { status: 400, meaning: 'The request is not valid HTTP.' },
  malformed_json: {
    status: 400,
    meaning: 'The body is not valid JSON; `detail` names the position.',
  },
  malformed_encoding: {
    status: 400,
    meaning: 'The body does not have the encoding that `Content-Encoding` names.',
  },
  unauthorized: {
    status: 401,
    meaning:
      'The API key is missing, unknown, expired or revoked, or the session has ended; `detail` says why.',
  },
  forbidden: { status: 403, meaning: "The key's role may not do this." },
  capability_missing: {
    status: 403,
    meaning:
      'The session was begun with a link that does not give the capability; `detail` names it.',
  },
  cannot_sign_in: {
    status: 403,
    meaning: 'Keys of the role `publisher` cannot sign in to the pages.',
  },
  cross_site_request: {
    status: 403,
    meaning:
      'A request with the cookie of a session came from a page of another site, or lacks its `X-CSRF-Token`.',
  },
  not_found: {
    status: 404,
    meaning: "The object does not exist, or lies outside the key's tenants.",
  },
  method_not_allowed: { status: 405, meaning: 'The path does not support the method.' },
  not_acceptable: {
    status: 406,
    meaning: 'The route cannot answer with a media type that `Accept` allows.',
  },
  request_timeout: { status: 408, meaning: 'The request did not arrive completely in time.' },
  conflict: { status: 409, meaning: 'The current state does not allow the request.' },
  already_finished: { status: 409, meaning: 'The replay has ended; there is nothing to cancel.' },
  already_published: { status: 409, meaning: 'The refused publish has already been published.' },
  already_settled: { status: 409, meaning: 'The delivery is neither pending nor held.' },
  attempt_in_flight: {
    status: 409,
    meaning: 'An attempt of the delivery is in progress; try again when it has ended.',
  },
  endpoint_deleted: { status: 409, meaning: 'The endpoint of the delivery was deleted.' },
  endpoint_not_active: {
    status: 409,
    meaning: 'The endpoint is paused or disabled; resume it first.',
  },
  event_type_reserved: { status: 409, meaning: 'An event type of this name is built in.' },
  external_id_taken: { status: 409, meaning: 'Another tenant has this `external_id`.' },
  idempotency_conflict: {
    status: 409,
    meaning: 'The idempotency key was already used with another body.',
  },
  idempotency_in_progress: {
    status: 409,
    meaning: 'The first request with this Idempotency-Key is still in progress.',
  },
  idempotency_key_used: {
    status: 409,
    meaning:
      'The answer to the first request with this Idempotency-Key is not stored, or was erased; `id` names the object that it created, if there is one.',
  },
  invalid_idempotency_key: {
    status: 422,
    meaning: 'The header Idempotency-Key is not 1 to 255 printable ASCII characters.',
  },
  pending_confirmation: {
    status: 409,
    meaning:
      'Support moved the URL to another origin; the tenant or an admin must resume the endpoint first.',
  },
  recipient_not_confirmed: {
    status: 409,
    meaning: 'The recipient has not confirmed that it wants mails.',
  },
  retention_expired: { status: 409, meaning: "The event's data is no longer stored." },
  too_many_api_keys: {
    status: 409,
    meaning: 'The tenant has the maximum number of API keys that are not revoked.',
  },
  too_many_endpoints: {
    status: 409,
    meaning: 'The tenant has the maximum number of endpoints.',
  },
  too_many_secrets: {
    status: 409,
    meaning: 'The endpoint has the maximum number of live secrets.',
  },
  waiting_for_subject: {
    status: 409,
    meaning: 'The endpoint is ordered, and an earlier delivery of the subject is not settled.',
  },
  gone: { status: 410, meaning: 'The data is no longer stored.' },
  link_expired: { status: 410, meaning: 'The sign-in link was not used in time.' },
  link_revoked: {
    status: 410,
    meaning: 'The sign-in link was revoked, or the key that made it or its tenant has ended.',
  },
  link_used: { status: 410, meaning: 'The sign-in link has signed in once already.' },
  tenant_deleting: {
    status: 410,
    meaning:
      'The tenant is being deleted; until its data is erased, staff may read and restore it.',
  },
  redacted: { status: [409, 410], meaning: "The event's data was redacted." },
  payload_too_large: { status: 413, meaning: 'The body, or the `data` of an event, is too large.' },
  uri_too_long: { status: 414, meaning: 'The path is too long.' },
  unsupported_media_type: {
    status: 415,
    meaning:
      'The body is not `application/json`, or its `Content-Encoding` is neither absent nor `gzip`.',
  },
  validation_failed: {
    status: 422,
    meaning: 'Fields of the request break a rule; `errors` names each.',
  },
  mail_not_configured: {
    status: 422,
    meaning: 'The installation cannot send mail, because `SMTP_URL` and `MAIL_FROM` are not set.',
  },
  malformed_frame: { status: 422, meaning: 'The stream received a message that it does not know.' },
  no_consumer: {
    status: 422,
    meaning: 'The client sent `ack` on a stream that it opened without a `consumer`.',
  },
  not_for_channel: {
    status: 422,
    meaning: "The endpoint's channel has no secrets and no requests of its own.",
  },
  not_storable: { status: 422, meaning: 'The event holds text that cannot be stored.' },
  not_supported_yet: {
    status: 422,
    meaning: 'A field of the request is reserved and not supported yet.',
  },
  format_cannot_carry: { status: 422, meaning: 'The format has no body for events of this type.' },
  too_many_event_types: {
    status: 422,
    meaning: 'The maximum number of event types is registered.',
  },
  unknown_event_type: {
    status: 422,
    meaning: 'No event type on offer has this name, or none matches this pattern.',
  },
  unknown_recipient: { status: 422, meaning: 'The endpoint has no such recipient.' },
  asset_not_allowed: {
    status: 422,
    meaning: "An asset in the event's data lies outside the tenant's part of the store.",
  },
  too_many_members: { status: 422, meaning: 'The objects of the body have too many members.' },
  too_many_values: { status: 422, meaning: 'The body holds too many values.' },
  too_deep: { status: 422, meaning: 'The body is nested too deeply.' },
  duplicate_key: { status: 422, meaning: 'An object of the body contains a key twice.' },
  lone_surrogate: { status: 422, meaning: 'A string of the body is not valid Unicode.' },
  unsafe_number: {
    status: 422,
    meaning: 'The body holds a fraction that a double cannot represent exactly as written.',
  },
  unsafe_integer: {
    status: 422,
    meaning: 'The body holds an integer beyond 2^53, which would be rounded.',
  },
  url_not_allowed: {
    status: 422,
    meaning: 'The URL breaks a rule for receivers; `errors` names the rule.',
  },
  upgrade_required: { status: 426, meaning: 'The route accepts only WebSocket connections.' },
  too_many_requests: {
    status: 429,
    meaning:
      'The key, or the address of a request without a valid key, sends too many requests; wait for `Retry-After`.',
  },
  too_many_wrong_keys: {
    status: 429,
    meaning: 'The address has sent too many keys that are not valid; wait for `Retry-After`.',
  },
  endpoint_busy: {
    status: 429,
    meaning: "The endpoint's `max_in_flight` or `rate_limit_per_second` leaves no room for a test.",
  },
  too_many_at_once: {
    status: 429,
    meaning:
      'Too many requests of the tenant, or of the same caller from staff, are being answered; wait for `Retry-After`.',
  },
  too_many_replays: {
    status: 429,
    meaning: 'The tenant has the maximum number of running replays.',
  },
  too_many_streams: { status: 429, meaning: 'The tenant has the maximum number of open streams.' },
  headers_too_large: { status: 431, meaning: 'The headers of the request are too large.' },
  internal: {
    status: 500,
    meaning: 'The server failed; its log holds the cause under the request id.',
  },
  postrider_not_set_up: {
    status: 500,
    meaning: 'The database of the application has no schema of Postrider that its role may use.',
  },
  encryption_key_missing: {
    status: 500,
    meaning: '`ENCRYPTION_KEYS` lacks a key that stored data is encrypted with.',
  },
  encryption_key_wrong: {
    status: 500,
    meaning:
      'A key in `ENCRYPTION_KEYS` cannot decrypt the data that was encrypted under its name.',
  },
  sealed_data_damaged: { status: 500, meaning: 'Stored data cannot be decrypted.' },
  unavailable: {
    status: 503,
    meaning: 'The service is temporarily unavailable and has stored nothing; try again.',
  },
  asset_store_not_configured: {
    status: 503,
    meaning: 'The event refers to assets, and the installation has no asset store.',
  },
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Returns whether the code of a field error is also a code of whole requests. */
export function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(ERROR_CODES, code);
}

/** Returns the HTTP statuses of a code; most codes have one. */
export function statusesOf(code: ErrorCode): readonly number[] {
  return [ERROR_CODES[code].status].flat();
}
