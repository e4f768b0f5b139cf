export { EventContents, outgoingEvent, sealEvent, selectStoredEvents } from './event-contents.js';
export type {
  EventContent,
  EventLabels,
  OutgoingEvent,
  SealedEvent,
  StoredEvent,
} from './event-contents.js';
export { EventsModule } from './events.module.js';
export { FORGET_BODIES, FORGET_FINGERPRINTS, FORGET_REFS } from './forget-events.query.js';
