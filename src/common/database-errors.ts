import { setTimeout as pause } from 'node:timers/promises';

/** SQLSTATE of a row that is there already. */
export const UNIQUE_VIOLATION = '23505';
/** SQLSTATE of a lock that was not had in time. */
export const LOCK_NOT_AVAILABLE = '55P03';

/** Returns the SQLSTATE of a database error, or undefined. */
export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('driverError' in error && error.driverError !== error) return sqlStateOf(error.driverError);
  return 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)
    ? error.code
    : undefined;
}

/**
 * Returns whether one row may have caused the error: data exceptions (22), integrity violations (23),
 * errors raised by a trigger (P0), serialization failures and deadlocks (40), and lock timeouts (55P03).
 * PostgreSQL documentation, appendix A.
 */
export function isRowError(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== undefined && (/^(22|23|40|P0)/.test(state) || state === LOCK_NOT_AVAILABLE);
}

/** Returns whether the row itself is invalid (22, 23 and P0), so that another try would fail too. */
export function isRefusedRow(error: unknown): boolean {
  return /^(22|23|P0)/.test(sqlStateOf(error) ?? '');
}

/** Codes of sockets and resolvers for a server that cannot be reached or has stopped answering. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const POOL_MESSAGES =
  /timeout (exceeded )?when trying to connect|timeout expired|Query read timeout|Connection terminated|Client has encountered a connection error|Client was closed and is not queryable|Cannot use a pool after calling end/i;

/**
 * SQLSTATEs of a temporary failure: connections (08), resources such as disk and memory (53), operator
 * intervention and deadlines (57), system errors (58), a read-only server (25006), lost races and lock
 * timeouts (40, 55P03). PostgreSQL documentation, appendix A.
 */
const PASSING = /^(08|40|53|57|58)|^(25006|55P03)$/;

/** Returns whether the error means that the database is unreachable, full or busy. */
export function isOutage(error: unknown): boolean {
  if (PASSING.test(sqlStateOf(error) ?? '')) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (UNREACHABLE.has(code) || POOL_MESSAGES.test(error.message)) return true;
  return 'errors' in error && Array.isArray(error.errors) && error.errors.some(isOutage);
}

/** The SQLSTATE of a deadlock, after which the transaction can be run again. */
export const DEADLOCK = '40P01';
const MAX_DEADLOCKS = 5;
const PAUSE_MS = 20;

/** Runs a transaction, and runs it again if PostgreSQL ended it because of a deadlock. */
export async function retryDeadlocks<T>(transaction: () => Promise<T>): Promise<T> {
  for (let deadlocks = 1; ; deadlocks += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (sqlStateOf(error) !== DEADLOCK || deadlocks >= MAX_DEADLOCKS) throw error;
      await pause(PAUSE_MS * deadlocks);
    }
  }
}
