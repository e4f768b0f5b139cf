export {
  AppError,
  childPointer,
  conflict,
  invalid,
  invalidAsFirst,
  MAX_ERRORS,
  notFound,
  tenantDeleting,
  unavailable,
} from './app-error.js';
export type { AppErrorDetails, FieldError } from './app-error.js';
export { ERROR_ACTIONS } from './error-actions.js';
export { ERROR_CODES, isErrorCode, statusesOf } from './error-codes.js';
export type { ErrorCode } from './error-codes.js';
export { TtlCache } from './ttl-cache.js';
export { canonicalJson, PLAIN_TEXT } from './text-rules.js';
export { systemClock } from './clock.js';
export type { Clock, Random } from './clock.js';
export { Coalescer, withoutRepeats } from './coalescer.js';
export type { CoalescerOptions } from './coalescer.js';
export { endsWithin } from './ends-within.js';
export { bitsOf, hexadecimal } from './ip-digits.js';
export { firstUuidAt, newUuid, parseId, publicId, randomPool, timeOfUuid } from './ids.js';
export type { IdKind } from './ids.js';
export { createLogger, LOGGER, NestLogger, ThrottledLogger } from './logger.js';
export type { Logger, LoggerOptions } from './logger.js';
export { inOneTurn, LoopTurns } from './loop-turns.js';
export { DEFAULT_LIMIT, MAX_LIMIT, decodeCursor, toPage } from './page.js';
export type { Page } from './page.js';
export {
  isOutage,
  isRefusedRow,
  isRowError,
  DEADLOCK,
  LOCK_NOT_AVAILABLE,
  sqlStateOf,
  UNIQUE_VIOLATION,
  retryDeadlocks,
} from './database-errors.js';
export { ownVersion } from './own-version.js';
export { runLoop, SAME_MOMENT_MS } from './run-loop.js';
export type { RunLoop, RunLoopOptions } from './run-loop.js';
export {
  asSystem,
  asTenant,
  forStaff,
  inScope,
  requireScope,
  scopeInUse,
  shareInUse,
} from './scope.js';
export type { Scope } from './scope.js';
export { Scrubber } from './scrubber.js';
export { Shares } from './shares.js';
export { lookUpBySystem, systemLookup } from './system-lookup.js';
export { hostOf } from './url-host.js';
