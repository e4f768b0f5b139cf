export { leadToSameDatabase, ResilientClient } from './clients.js';
export { ScopedClient } from './scoped-client.js';
export type { ScopedQuery } from './scoped-client.js';
export type { Pooling } from './find-pooling.js';
export {
  inspectDatabase,
  placeOf,
  PLAIN_SESSIONS,
  sessionsFor,
  tenantRoleOf,
  type DatabaseAccess,
  type DatabaseReport,
  type Sessions,
} from './inspect-database.js';
export type { DifferingSetting, SessionSettings } from './needed-settings.js';
