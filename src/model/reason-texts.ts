import type {
  DeliveryReason,
  UnsentReason,
  DisabledReason,
  ErrorClass,
  RejectionCode,
  SlackAnswer,
} from './reasons.js';
import { SLACK_ANSWERS } from './reasons.js';

type SlackReason = `slack_${SlackAnswer}`;

/** Every reason of the API. `docs/reasons.md` has a section on each. */
export type Reason = DeliveryReason | UnsentReason | DisabledReason | RejectionCode | ErrorClass;

const TEXTS: Readonly<Record<Exclude<Reason, SlackReason>, string>> = {
  // deliveries
  queued: 'It is due and goes out as soon as a worker has a slot for it.',
  retry_scheduled: 'An attempt failed or broke off; the next one follows by itself.',
  rate_limited: 'The endpoint takes only so many requests a second, and others come first.',
  backing_off: 'The endpoint fails or has asked for a pause; it is left alone for a while.',
  waiting_for_subject:
    'The endpoint is ordered, and an earlier delivery of the same subject is not settled.',
  waiting_for_digest: 'Too many mails at once: this one goes in a digest when the window ends.',
  endpoint_paused:
    'The endpoint is paused; the delivery is kept and can be sent when it is resumed.',
  endpoint_disabled:
    'The endpoint is disabled; the delivery is kept and can be sent when it is resumed.',
  address_on_hold:
    'The address is not confirmed yet, or a mail server has refused it for good; the mail is kept.',
  poison: 'Sending it has brought down or broken workers again and again; it is set aside.',
  format_cannot_carry: "The endpoint's format has no body for events of this type.",
  redacted: "The event's data was taken away before it could be sent.",
  endpoint_deleted: 'The endpoint was deleted.',
  recipient_removed: 'The address is no recipient of the endpoint any more.',
  operator_skipped: 'It was given up by hand, or by a resume that skips what was held.',
  attempts_exhausted: 'The last attempt of the schedule failed too.',
  retention_expired: "The event's data was not kept long enough to be sent.",
  // events that an endpoint did not get
  about_itself: 'The event is about this endpoint, and an endpoint gets no events about itself.',
  no_endpoint: 'The tenant had no endpoint when the event was published.',
  type_not_subscribed: 'The endpoint does not take events of this type.',
  environment_mismatch:
    "The event is a sandbox event or a live one, and the endpoint's environment is the other.",
  downtime_handling_off:
    'The result had to wait for an unavailable provider, and the tenant does not take such results.',
  // endpoints
  receiver_gone: 'The receiver answered 410: it takes nothing any more.',
  failing: 'Nothing was delivered to it for longer than this service waits.',
  pending_confirmation:
    'Support has moved the endpoint to another URL; the tenant or an admin must resume it.',
  tenant_deleting: 'The tenant is being deleted; an admin can restore it until its data is erased.',
  slack_gone: 'Slack answered 410: this incoming webhook takes nothing any more.',
  // refused publishes
  validation_failed: 'The publish breaks the rules of its event type.',
  unknown_event_type: 'No event type on offer has this name.',
  payload_too_large: 'The data is larger than an event may be.',
  not_storable: 'The database cannot store a text of this publish.',
  asset_not_allowed: "A reference to a file is malformed or leads outside the tenant's files.",
  asset_store_not_configured: 'The data refers to a file, and no asset store is configured.',
  unsafe_integer: 'A number would be rounded: integers beyond 2^53 must be sent as strings.',
  unsafe_number: 'A number cannot be kept as it is written: send it as a string.',
  duplicate_key: 'A name stands twice in one object, and receivers would keep one of the two.',
  lone_surrogate: 'A text holds half of a character, which cannot be sent on.',
  too_deep: 'The JSON nests deeper than is allowed.',
  too_many_members: 'The JSON has more fields than are allowed.',
  too_many_values: 'The JSON has more values than are allowed.',
  // attempts
  timeout: 'The receiver did not answer in time.',
  dns: 'The name of the receiver could not be resolved.',
  connect: 'No connection to the receiver could be opened.',
  reset: 'The receiver closed the connection before it had answered.',
  tls_expired: 'The certificate of the receiver is expired or not yet valid.',
  tls_untrusted: 'The certificate of the receiver is of no authority that is trusted.',
  tls_hostname: 'The certificate of the receiver is for another host name.',
  tls: 'TLS could not be negotiated with the receiver.',
  protocol: 'What the receiver sent is no valid HTTP response.',
  redirect: 'The receiver answered with a redirect, and redirects are not followed.',
  blocked_address: 'The URL leads to an address or port that may not be reached from here.',
  http_status: 'The receiver answered with a status that is no 2xx.',
  smtp_temporary: 'The mail server refused for now.',
  smtp_recipient: 'The mail server refused the address for good.',
  smtp_sender: 'The mail server refused the sender.',
  smtp_message: 'The mail server refused the mail itself.',
  smtp_auth: 'The mail server refused the login of this service.',
  worker_lost: 'The worker that made the attempt went down before it could report.',
  internal: 'This service failed, not the receiver.',
};

const UNKNOWN = 'There is no description of this reason yet.';

/** Returns one sentence about a reason. Codes of mail servers (`smtp_550`) get the text of their class. */
export function reasonText(reason: string): string {
  const key = reasonKey(reason);
  if (Object.hasOwn(TEXTS, key)) return TEXTS[key as keyof typeof TEXTS];
  const answer = key.replace(/^slack_/, '');
  if (!key.startsWith('slack_') || !Object.hasOwn(SLACK_ANSWERS, answer)) return UNKNOWN;
  return `Slack answered ${answer}: ${SLACK_ANSWERS[answer as SlackAnswer]}.`;
}

/** Returns the heading under which `docs/reasons.md` describes a reason. */
export function reasonKey(reason: string): string {
  if (reason === 'unconfirmed') return 'address_on_hold';
  return reason === 'refused' || /^smtp_\d{3}$/.test(reason) ? 'smtp_recipient' : reason;
}
