/** The values of a delivery's `reason`. */
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

/** The reasons of deliveries in the queue. Other reasons belong to held or settled deliveries. */
export const WAITING_REASONS: readonly DeliveryReason[] = [
  'queued',
  'retry_scheduled',
  'backing_off',
  'rate_limited',
  'waiting_for_subject',
  'waiting_for_digest',
];

/** The values of `unsent[].reason`: why an endpoint got no delivery of an event. */
export const UNSENT_REASONS = [
  'about_itself',
  'no_endpoint',
  'type_not_subscribed',
  'environment_mismatch',
  'format_cannot_carry',
  'downtime_handling_off',
] as const;

export type UnsentReason = (typeof UNSENT_REASONS)[number];

/** Slack's answers that block an incoming webhook until its owner changes something, with their meaning. */
export const SLACK_ANSWERS = {
  no_service: 'this incoming webhook was removed or disabled',
  no_service_id: 'this incoming webhook does not exist',
  no_active_hooks: 'this incoming webhook was disabled',
  invalid_token: 'the URL is not one of an incoming webhook, or was revoked',
  token_revoked: 'this incoming webhook was revoked',
  no_team: 'the workspace does not exist',
  team_disabled: 'the workspace is not active any more',
  channel_not_found: 'the channel of this incoming webhook does not exist any more',
  channel_is_archived: 'the channel of this incoming webhook is archived',
  action_prohibited: 'an administrator of the workspace does not allow messages here',
  posting_to_general_channel_denied: 'the workspace does not allow messages to its main channel',
  user_not_found: 'the person that this incoming webhook writes to does not exist any more',
} as const;

export type SlackAnswer = keyof typeof SLACK_ANSWERS;

/** The `disabled_reason` of an endpoint that its tenant or an admin must confirm. */
export const PENDING_CONFIRMATION = 'pending_confirmation';

/** The `disabled_reason` of an endpoint that is paused because its tenant is being deleted. */
export const TENANT_DELETING = 'tenant_deleting';

/** The values of `disabled_reason`: why an endpoint is disabled, or paused until it is confirmed or restored. */
export type DisabledReason =
  | 'receiver_gone'
  | 'failing'
  | typeof PENDING_CONFIRMATION
  | typeof TENANT_DELETING
  | 'slack_gone'
  | `slack_${SlackAnswer}`;

const OF_SLACK = Object.keys(SLACK_ANSWERS) as SlackAnswer[];

export const DISABLED_REASONS: readonly DisabledReason[] = [
  'receiver_gone',
  'failing',
  PENDING_CONFIRMATION,
  TENANT_DELETING,
  'slack_gone',
  ...OF_SLACK.map((answer): DisabledReason => `slack_${answer}`),
];

/** The values of `code` of refused publishes that are kept. */
export const REJECTION_CODES = [
  'validation_failed',
  'unknown_event_type',
  'payload_too_large',
  'not_storable',
  'asset_not_allowed',
  'asset_store_not_configured',
  'unsafe_integer',
  'unsafe_number',
  'duplicate_key',
  'lone_surrogate',
  'too_deep',
  'too_many_members',
  'too_many_values',
] as const;

export type RejectionCode = (typeof REJECTION_CODES)[number];

/** The values of `error.class`: why an attempt failed. */
export const ERROR_CLASSES = [
  'timeout',
  'dns',
  'connect',
  'reset',
  'tls_expired',
  'tls_untrusted',
  'tls_hostname',
  'tls',
  'protocol',
  'redirect',
  'blocked_address',
  'http_status',
  // Mail servers: 4xx replies, then 5xx replies about the recipient, the sender, the mail and the login.
  'smtp_temporary',
  'smtp_recipient',
  'smtp_sender',
  'smtp_message',
  'smtp_auth',
  'worker_lost',
  'internal',
] as const;

export type ErrorClass = (typeof ERROR_CLASSES)[number];
