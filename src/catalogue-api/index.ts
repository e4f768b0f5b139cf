export { EventTypesModule } from './event-types.module.js';
export { describeWebhooks } from './webhook-document.js';
