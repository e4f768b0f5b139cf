export { inspectDatabase, placeOf, type DatabaseReport } from './inspect-database.js';
export type { Pooling } from './find-pooling.js';
export type { DifferingSetting, SessionSettings } from './needed-settings.js';
export { PooledClient, ResilientClient } from './clients.js';
export { leadToSameDatabase } from './same-database.js';
export { PLAIN_SESSIONS, sessionsFor, type DatabaseAccess, type Sessions } from './sessions.js';
