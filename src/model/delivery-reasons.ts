/** Why a delivery stands where it stands: the closed set of `reason`. */
export const DELIVERY_REASONS = [
  'queued',
  'retry_scheduled',
  'rate_limited',
  'backing_off',
  'waiting_for_subject',
  'waiting_for_digest',
  'endpoint_paused',
  'endpoint_disabled',
  'address_on_hold',
  'poison',
  'format_cannot_carry',
  'redacted',
  'endpoint_deleted',
  'recipient_removed',
  'operator_skipped',
  'attempts_exhausted',
  'retention_expired',
] as const;

export type DeliveryReason = (typeof DELIVERY_REASONS)[number];

/** Those of deliveries in the queue. All others stand on deliveries that are held, failed or given up. */
export const WAITING_REASONS: readonly DeliveryReason[] = [
  'queued',
  'retry_scheduled',
  'backing_off',
  'rate_limited',
  'waiting_for_subject',
  'waiting_for_digest',
];

/** Why an endpoint got no delivery of an event: the closed set of `unsent[].reason`. */
export const UNSENT_REASONS = [
  'about_itself',
  'no_endpoint',
  'type_not_subscribed',
  'environment_mismatch',
  'format_cannot_carry',
  'downtime_handling_off',
] as const;

export type UnsentReason = (typeof UNSENT_REASONS)[number];
