const RETRY =
  'Then send it again: retry the delivery, or replay the failed deliveries of the endpoint.';
const VERIFY =
  'Check the secret and the signature verification of the receiver: the signature debugger on the page of the delivery names the mistake.';

/** What to do, by status of an answer. */
const BY_STATUS: Readonly<Record<number, string>> = {
  400: `The receiver does not accept the body or its signature. ${VERIFY} ${RETRY}`,
  401: `${VERIFY} ${RETRY}`,
  403: `A firewall or the receiver itself refuses the request. Let it accept POST requests to this URL. ${VERIFY} ${RETRY}`,
  404: `Correct the URL of the endpoint, or the route of the receiver. ${RETRY}`,
  405: `Let the receiver accept POST at this URL. ${RETRY}`,
  410: 'The receiver answered 410, which disables the endpoint. Correct the URL and resume the endpoint; what is held is then sent.',
  413: `Let the receiver accept larger bodies, or set the payload of the endpoint to thin. ${RETRY}`,
  429: 'Lower the rate limit or the requests at once of the endpoint. What waits is sent by itself.',
};

/** What to do, by reason of a delivery, an event or an endpoint, by code of a refusal and by class of an error. */
const BY_REASON: Readonly<Record<string, string>> = {
  queued: 'Nothing: it is sent by itself.',
  retry_scheduled:
    'Correct the receiver. The next attempt follows by itself, or retry the delivery now.',
  rate_limited:
    'Nothing: it is sent by itself. Raise the rate limit of the endpoint if the receiver takes more.',
  backing_off: 'Correct the receiver. A successful retry by hand ends the pause at once.',
  waiting_for_subject: 'Correct what stops the delivery that blocks it, or skip that delivery.',
  waiting_for_digest: 'Nothing: it is sent with the next digest.',
  endpoint_paused: 'Resume the endpoint: what is held is then sent, or skipped if that is chosen.',
  endpoint_disabled: 'Correct the receiver, then resume the endpoint: what is held is then sent.',
  pending_confirmation: 'The tenant or an admin confirms the new URL by resuming the endpoint.',
  address_on_hold:
    'Correct the recipients of the endpoint, or resume it when the address accepts mail again.',
  unconfirmed: 'The recipient opens the link in its first mail, or an admin confirms the address.',
  poison: 'Check the logs of the workers, then retry the delivery by hand.',
  format_cannot_carry:
    'Give the endpoint a format that carries the type, then replay what is missing.',
  redacted: 'Nothing can be sent: the content was removed for good.',
  endpoint_deleted: 'Make a new endpoint, and replay what is missing to it.',
  recipient_removed: 'Add the address to the endpoint again if it should get mails.',
  operator_skipped: 'Retry the delivery by hand if it should be sent after all.',
  attempts_exhausted: `Correct the receiver. ${RETRY}`,
  retention_expired:
    'Nothing can be sent: the content is not kept any more. Publish the event again.',
  about_itself: 'Nothing: an endpoint gets no events about itself.',
  no_endpoint: 'Make an endpoint, then replay what is missing to it.',
  type_not_subscribed:
    'Add the type to those that the endpoint takes, then replay what is missing.',
  environment_mismatch: 'Change the environment of the endpoint, then replay what is missing.',
  downtime_handling_off: 'Switch network downtime handling on in the settings of the tenant.',
  failing: 'Correct the receiver, then resume the endpoint: what is held is then sent.',
  receiver_gone: 'Correct the URL, then resume the endpoint: what is held is then sent.',
  timeout: `Let the receiver answer before it processes the event. ${RETRY}`,
  dns: `Correct the name in the URL of the endpoint, or its DNS records. ${RETRY}`,
  connect: `Start the receiver, and let its firewall accept connections. ${RETRY}`,
  reset: `Find out at the receiver, or at a proxy before it, why connections are closed. ${RETRY}`,
  tls_expired: `Renew the certificate of the receiver. ${RETRY}`,
  tls_untrusted: `Install a certificate of a public authority with its full chain. ${RETRY}`,
  tls_hostname: `Correct the URL of the endpoint, or the names in the certificate. ${RETRY}`,
  tls: `Let the receiver speak TLS 1.2 or newer without a client certificate. ${RETRY}`,
  protocol: `Let the receiver answer in valid HTTP. ${RETRY}`,
  redirect: `Enter the URL to which the receiver redirects as the URL of the endpoint. ${RETRY}`,
  blocked_address: `Point the name to a public address, or let an operator allow the range (ALLOWED_PRIVATE_CIDRS). ${RETRY}`,
  http_status: `Correct the receiver. ${RETRY}`,
  worker_lost: 'Check the logs of the workers. The delivery is tried again by itself.',
  internal: 'Check the logs of the workers. The delivery is tried again by itself.',
  suspicious_success: 'Check what answers at this URL, then retry the delivery by hand.',
  no_worker: 'Check on the page Platform that workers run, and their logs.',
  rejected:
    'Correct the publish and publish again, or publish it as it was kept once the rule allows it.',
};

/** Returns what to do about a reason, an error class, or the status of an answer. */
export function remedyFor(reason: string | null, status: number | null = null): string {
  const known = status === null ? undefined : BY_STATUS[status];
  return known ?? (reason === null ? '' : (BY_REASON[reason] ?? ''));
}
