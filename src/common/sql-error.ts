/** The SQLSTATE of a database error, or undefined where it carries none. */
export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('driverError' in error && error.driverError !== error) return sqlStateOf(error.driverError);
  return 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)
    ? error.code
    : undefined;
}

/**
 * Whether one row may have caused it: data exceptions (22), integrity violations (23), an error
 * raised by a trigger (P0), serialization failures and deadlocks (40), a lock not had in time
 * (55P03). PostgreSQL, appendix A.
 */
export function isRowError(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== undefined && (/^(22|23|40|P0)/.test(state) || state === '55P03');
}

/** Whether the row itself is to blame, so that trying again is no use: 22, 23 and P0 of those above. */
export function isRefusedRow(error: unknown): boolean {
  return /^(22|23|P0)/.test(sqlStateOf(error) ?? '');
}
