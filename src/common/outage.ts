import { sqlStateOf } from './sql-error.js';

/** Errors of a socket or a resolver: nobody is there, or has stopped answering. */
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
 * SQLSTATEs of a database that cannot take what it would take at another time: connections (08),
 * resources such as disk and memory (53), an operator or a deadline (57), its files (58), a server
 * that is no primary (25006), locks that were not had and lost races (40, 55P03).
 * PostgreSQL, appendix A.
 */
const PASSING = /^(08|40|53|57|58)|^(25006|55P03)$/;

/** Whether an error says that the database is away, full or busy, and nothing of what was asked of it. */
export function isOutage(error: unknown): boolean {
  if (PASSING.test(sqlStateOf(error) ?? '')) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (UNREACHABLE.has(code) || POOL_MESSAGES.test(error.message)) return true;
  return 'errors' in error && Array.isArray(error.errors) && error.errors.some(isOutage);
}
