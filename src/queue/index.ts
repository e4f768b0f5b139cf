export type { ClaimedDelivery } from './claims.js';
export { Claims, leaseOf } from './claims.js';
export type { Claimed, FreeSlots } from './claims.js';
export { DirectClaims } from './direct/direct-claims.service.js';
export { DirectClaimsModule } from './direct/direct-claims.module.js';
export type {
  AcceptedEndpoint,
  DirectSender,
  Reservation,
  StoredDelivery,
} from './direct/direct-claims.service.js';
export { gatherDigests } from './digests.query.js';
export {
  discountOutage,
  forgetFailures,
  lockHealth,
  postponeCheck,
  recordNotice,
  shownHealth,
} from './endpoint-health.query.js';
export type { ShownHealth } from './endpoint-health.query.js';
export {
  deliveryColumns,
  grantedEndpoints,
  reservationColumns,
  storeDeliveries,
} from './enqueue.js';
export type { PlannedDelivery } from './enqueue.js';
export {
  FIND_UNSENT,
  FORGET_ADDRESSES,
  FORGET_HASHES,
  LEAVE_SETTLED,
  MARK_MINIMISED,
} from './erase-deliveries.query.js';
export { expireHeld, listEndpoints, releaseOrphanedHolds } from './expire-held.query.js';
export type { ExpiredRow, LookedRow } from './expire-held.query.js';
export { cancelAll, holdAllQueued, holdQueued } from './hold-and-cancel.query.js';
export type {
  AttemptEntry,
  AttemptFacts,
  DeliveryStatus,
  Exchange,
  NextState,
  Trigger,
} from './record-attempts/attempt-entry.js';
export { INSPECTED_URL } from './record-attempts/attempt-entry.js';
export { AttemptRecorder } from './record-attempts/attempt-recorder.service.js';
export { SuccessReports } from './record-attempts/success-reports.service.js';
export { EndpointSightings } from './endpoint-sightings.service.js';
export type { Sighting } from './endpoint-sightings.service.js';
export { exchangeOf, unpackExchange } from './record-attempts/attempt-columns.js';
export { EXPIRE_WAITING, FORGET_EXCHANGES, GIVE_UP_WAITING } from './redact-deliveries.query.js';
export { findReleases, finishRelease } from './release.query.js';
export type { HeldChoice } from './release.query.js';
export { MAKE_DELIVERIES, NOTE_MADE, RESEND_ONCE, RESTART } from './requeue.query.js';
export {
  EXPIRE_QUEUED,
  FIND_QUEUED,
  FORGET_ATTEMPTS,
  FORGET_DELIVERIES,
  FORGET_HEALTH,
  purgeInspections,
} from './retention.query.js';
export {
  ADVANCE_QUEUED,
  FIND_CONTROLLED,
  LEAVE_QUEUE,
  LOCK_QUEUED,
  QUEUE_SETTLED,
  SKIP,
} from './retry-and-skip.query.js';
export {
  FIND_ATTEMPT_URLS,
  FIND_CLEAR_RECIPIENTS,
  MASK_ATTEMPTS,
  REPLACE_RECIPIENTS,
  SEAL_RECIPIENTS,
} from './seal-recipients.query.js';
export { BLOCKED_BY, NEXT_ATTEMPT_AT, SHOWN_REASON, SHOWN_STATUS } from './shown-state.js';
export { storeTestEvent } from './store-test-event.query.js';
export { applyOrder } from './subject-order.query.js';
export { WAKE_UPS } from './wake-ups/wake-ups.js';
export type { WakeUps } from './wake-ups/wake-ups.js';
export { WakeUpsModule } from './wake-ups/wake-ups.module.js';
export { withdrawReplay } from './withdraw-replay.query.js';
