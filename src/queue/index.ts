export { Claims } from './claims.js';
export type { Claimed, FreeSlots } from './claims.js';
export type { ClaimedDelivery } from './claimed-delivery.js';
export {
  forgetFailures,
  leaveQuiet,
  lockHealth,
  noteTold,
  shownHealth,
  takeOffOutage,
} from './endpoint-health.query.js';
export type { ShownHealth } from './endpoint-health.query.js';
export { deliveryColumns, storeDeliveries } from './enqueue.js';
export type { PlannedDelivery } from './enqueue.js';
export { expireHeld, listEndpoints, releaseStrays } from './expire-held.query.js';
export { gatherDigests } from './gather-digests.query.js';
export { CANCEL_OF_TENANT, cancelAll, holdQueued } from './hold-and-cancel.query.js';
export { applyOrder } from './queue-order.query.js';
export type {
  AttemptEntry,
  AttemptFacts,
  DeliveryStatus,
  NextState,
  Trigger,
} from './recording/attempt-entry.js';
export { exchangeOf, unpackExchange } from './recording/exchange.js';
export type { Exchange } from './recording/exchange.js';
export { AttemptRecorder } from './recording/recorder.service.js';
export { FORGET_EXCHANGES, GIVE_UP_WAITING } from './redact-deliveries.query.js';
export { findReleases, finishRelease } from './release.query.js';
export type { HeldChoice } from './release.query.js';
export { MAKE_DELIVERIES, NOTE_MADE, RESTART, SEND_ONCE_MORE } from './requeue.query.js';
export {
  ADVANCE_QUEUED,
  FIND_CONTROLLED,
  LEAVE_QUEUE,
  LOCK_QUEUED,
  QUEUE_SETTLED,
  SKIP,
} from './retry-and-skip.query.js';
export { storeTestEvent } from './store-test-event.query.js';
export { WAKE_UPS } from './wake-ups/wake-ups.js';
export type { WakeUps } from './wake-ups/wake-ups.js';
export { WakeUpsModule } from './wake-ups/wake-ups.module.js';
export { takeBack } from './withdraw-replay.query.js';
