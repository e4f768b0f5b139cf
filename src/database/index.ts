export { byteaArray, HotPool, statement } from './hot-pool.js';
export type { Statement } from './hot-pool.js';
export { runningServerUrl } from './embedded/index.js';
export { DueWork } from './due-work.js';
export { createSession, queryOnce } from './connection-options.js';
export { DIRECT_ACCESS } from './database-access.module.js';
export { databaseProblem, differenceProblem } from './database-problem.js';
export { missingMigrations, prepareDatabase, wallProblem } from './prepare-database.js';
export { inspectDatabase, sessionsFor, ResilientClient } from './session/index.js';
export type { DatabaseAccess, DatabaseReport, DifferingSetting } from './session/index.js';
export {
  INDEX_PERIOD,
  isSealedText,
  KeyedHashes,
  KeyRing,
  KeyRotation,
  recipientContext,
  sealBytes,
  SealedTexts,
  SYSTEM_TENANT,
  untilInReach,
  Vault,
} from './vault/index.js';
export type {
  DataKey,
  KeyUse,
  RotationProgress,
  SealContext,
  SealedItem,
  WrappedKey,
} from './vault/index.js';
export { DatabaseModule, QUICK_POOL } from './database.module.js';
