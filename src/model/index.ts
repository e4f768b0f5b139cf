export {
  CHANNELS,
  hasRequests,
  LONG_ATTEMPT_MS,
  SLOW_ATTEMPT_MS,
  SOLO_AFTER_LOST_LEASES,
} from './delivery.js';
export type { ChannelName } from './delivery.js';
export {
  DELIVERY_REASONS,
  ERROR_CLASSES,
  PENDING_CONFIRMATION,
  TENANT_DELETING,
  SLACK_ANSWERS,
  UNSENT_REASONS,
  WAITING_REASONS,
} from './reasons.js';
export type {
  DeliveryReason,
  DisabledReason,
  ErrorClass,
  SlackAnswer,
  UnsentReason,
} from './reasons.js';
export { reasonKey, reasonText } from './reason-texts.js';
