/** A public error: the status that it is answered with, and what it means. */
interface ErrorMeaning {
  readonly status: number | readonly number[];
  /** One sentence for whoever calls the API. */
  readonly meaning: string;
}

/**
 * Every `code` that an `AppError` bears, and so every `code` of a problem that the API answers with. The
 * OpenAPI document and the page of errors are made from this list; a code that is missing here does not
 * compile.
 */
export const ERROR_CODES = {
  bad_request: { status: 400, meaning: 'The request is no HTTP that this server understands.' },
  malformed_json: { status: 400, meaning: 'The body is no JSON; the message names the place.' },
  malformed_encoding: {
    status: 400,
    meaning: 'The body is not what its `Content-Encoding` says.',
  },
  unauthorized: { status: 401, meaning: 'The API key is missing, unknown, expired or revoked.' },
  forbidden: { status: 403, meaning: "The key's role may not do this." },
  not_found: {
    status: 404,
    meaning: "The thing does not exist, or lies outside the key's tenants.",
  },
  method_not_allowed: { status: 405, meaning: 'The route has no such method.' },
  not_acceptable: {
    status: 406,
    meaning: 'The route has no answer of a type that `Accept` names.',
  },
  request_timeout: { status: 408, meaning: 'The request did not arrive whole in time.' },
  conflict: { status: 409, meaning: 'The request does not fit the present state.' },
  already_finished: { status: 409, meaning: 'The replay has ended; there is nothing to cancel.' },
  already_published: { status: 409, meaning: 'The refused publish was published already.' },
  already_settled: { status: 409, meaning: 'The delivery is neither pending nor held.' },
  attempt_in_flight: {
    status: 409,
    meaning: 'An attempt of the delivery is under way; try again when it has ended.',
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
    meaning: 'The idempotency key was used with another body before.',
  },
  idempotency_in_progress: {
    status: 409,
    meaning: 'The first request with this Idempotency-Key is under way.',
  },
  idempotency_key_used: {
    status: 409,
    meaning: 'The first answer with this Idempotency-Key is not kept; `id` is what it made.',
  },
  invalid_idempotency_key: {
    status: 422,
    meaning: 'The header Idempotency-Key is not 1 to 255 printable ASCII characters.',
  },
  pending_confirmation: {
    status: 409,
    meaning:
      'Support moved the URL to another origin; the tenant or admin resumes the endpoint first.',
  },
  retention_expired: { status: 409, meaning: "The event's data is not stored any more." },
  too_many_secrets: {
    status: 409,
    meaning: 'The endpoint has as many live secrets as it may; promote or wait for a grace to end.',
  },
  waiting_for_subject: {
    status: 409,
    meaning: 'The endpoint is ordered, and an earlier delivery of the subject is not settled.',
  },
  gone: { status: 410, meaning: 'The data is not stored any more.' },
  redacted: { status: [409, 410], meaning: "The event's data was redacted." },
  payload_too_large: { status: 413, meaning: 'The body, or the `data` of an event, is too large.' },
  uri_too_long: { status: 414, meaning: 'The path is too long.' },
  unsupported_media_type: {
    status: 415,
    meaning:
      'The body is no `application/json`, or its `Content-Encoding` is neither absent nor `gzip`.',
  },
  validation_failed: {
    status: 422,
    meaning: 'Fields of the request break a rule; `errors` names each.',
  },
  mail_not_configured: {
    status: 422,
    meaning: 'The installation sends no mail: `SMTP_URL` and `MAIL_FROM` are not set.',
  },
  malformed_frame: { status: 422, meaning: 'A frame of the stream is no message that it knows.' },
  no_consumer: {
    status: 422,
    meaning: 'The stream was opened without a `consumer` to acknowledge for.',
  },
  not_for_channel: { status: 422, meaning: "The endpoint's channel has no secrets." },
  not_storable: { status: 422, meaning: 'The event holds text that cannot be stored.' },
  not_supported_yet: { status: 422, meaning: 'A field is known and its work is not built yet.' },
  format_cannot_carry: { status: 422, meaning: 'The format has no body for events of this type.' },
  too_many_event_types: { status: 422, meaning: 'As many event types are registered as may be.' },
  unknown_event_type: {
    status: 422,
    meaning: 'No event type on offer has this name, or none matches this pattern.',
  },
  unknown_recipient: { status: 422, meaning: 'The endpoint has no such recipient.' },
  asset_not_allowed: {
    status: 422,
    meaning: "An asset in the event's data lies outside the tenant's part of the store.",
  },
  too_many_members: { status: 422, meaning: 'The objects of the body hold too many members.' },
  too_many_values: { status: 422, meaning: 'The body holds too many values.' },
  too_deep: { status: 422, meaning: 'The body nests deeper than may be.' },
  duplicate_key: { status: 422, meaning: 'An object of the body has a key twice.' },
  lone_surrogate: { status: 422, meaning: 'A string of the body is no Unicode text.' },
  unsafe_number: {
    status: 422,
    meaning: 'The body holds a fraction that cannot be kept as written.',
  },
  unsafe_integer: {
    status: 422,
    meaning: 'The body holds an integer that cannot be kept as written.',
  },
  url_not_allowed: {
    status: 422,
    meaning: 'The URL breaks a rule of what may be sent to; `errors` says which.',
  },
  upgrade_required: { status: 426, meaning: 'The route speaks WebSocket and nothing else.' },
  too_many_requests: { status: 429, meaning: 'The key asks too often; wait for `Retry-After`.' },
  too_many_replays: {
    status: 429,
    meaning: 'As many replays of the tenant run as may be at once.',
  },
  too_many_streams: { status: 429, meaning: 'The tenant has as many streams open as it may.' },
  headers_too_large: { status: 431, meaning: 'The headers of the request are too large.' },
  internal: { status: 500, meaning: 'Something went wrong on our side; the log tells what.' },
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
    meaning: 'A key in `ENCRYPTION_KEYS` does not open what was encrypted under its name.',
  },
  sealed_data_damaged: { status: 500, meaning: 'Stored data cannot be decrypted.' },
  unavailable: {
    status: 503,
    meaning: 'The service cannot do this at the moment and has kept nothing; try again.',
  },
  asset_store_not_configured: {
    status: 503,
    meaning: 'The event refers to assets, and the installation has no asset store.',
  },
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Whether a code of a field's error is also one of a whole request. */
export function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(ERROR_CODES, code);
}

/** The statuses that a code is answered with: one, but for few. */
export function statusesOf(code: ErrorCode): readonly number[] {
  return [ERROR_CODES[code].status].flat();
}
