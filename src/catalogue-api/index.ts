export { EventTypesModule } from './event-types.module.js';
