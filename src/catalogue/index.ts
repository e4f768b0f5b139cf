export { CATALOGUE, CatalogueModule } from './catalogue.module.js';
export type { Catalogue, Pack } from './catalogue.js';
export { eventTypeOf } from './event-type.js';
export type { DeclaredId, EventTypeDefinition } from './event-type.js';
export type { JsonSchema, PayloadClass } from './field-records.js';
export { checkEventTypes, matchesType } from './match-type.js';
export { availablePacks } from './packs.js';
export type { CheckType, MonitoringTrigger } from './verifa/check-payload.js';
export {
  CheckCompleted,
  CheckMatched,
  CheckMonitoringClear,
  CheckMonitoringNewHits,
} from './verifa/check-events.js';
export {
  SessionApproved,
  SessionCreated,
  SessionDeclined,
  SessionExpired,
  SessionRedacted,
  SessionRequiresReview,
  SessionResubmissionRequired,
  SessionRetentionExpired,
  SessionStarted,
} from './verifa/session-events.js';
export type { ExtractedData, VerificationResult } from './verifa/verification-result.js';
