export { EventContents, outgoingEvent, sealEvent } from './event-contents.js';
export type { EventContent, EventLabels, OutgoingEvent, SealedEvent } from './event-contents.js';
export { EventsModule } from './events.module.js';
