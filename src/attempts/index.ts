export { AttemptRecorder } from './recording/recorder.service.js';
export type {
  AttemptEntry,
  AttemptFacts,
  DeliveryStatus,
  NextState,
  Trigger,
} from './recording/attempt-entry.js';
export { InspectionModule } from './inspection/inspection.module.js';
export { DeliveryDto } from './inspection/delivery.dto.js';
export { DeliveryRecords } from './inspection/delivery-records.service.js';
export { EventDto, EventSummaryDto } from './inspection/event.dto.js';
export { EventRecords } from './inspection/event-records.service.js';
export type { EventRef } from './inspection/event-records.service.js';
export { EVENT_ID } from './inspection/public-id.pipe.js';
export { AttemptDto } from './inspection/attempt.dto.js';
export { AttemptRecords } from './inspection/attempt-records.service.js';
export { Conditions } from './inspection/conditions.js';
export type { Scope } from './inspection/conditions.js';
export { parseMoment } from './inspection/moment.js';
export { IsIdOf, IsMoment, IsTypePattern } from './inspection/query-fields.js';
export type { FieldsOf } from './inspection/fields-of.js';
