export { EventLogModule } from './event-log.module.js';
export { EventLogWriter } from './event-log-writer.js';
