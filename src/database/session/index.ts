export { leadToSameDatabase, PooledClient, ResilientClient } from './clients.js';
export type { Pooling } from './find-pooling.js';
export {
  inspectDatabase,
  placeOf,
  PLAIN_SESSIONS,
  sessionsFor,
  type DatabaseAccess,
  type DatabaseReport,
  type Sessions,
} from './inspect-database.js';
export type { DifferingSetting, SessionSettings } from './needed-settings.js';
