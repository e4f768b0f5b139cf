import { setTimeout as pause } from 'node:timers/promises';
import { isOutage } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { inspectDatabase, placeOf } from './session/index.js';
import type { DatabaseReport } from './session/index.js';

const WAIT_MS = 60_000;
const PAUSE_MS = 500;
const WARN_EVERY_MS = 10_000;
/** PgBouncer reports this with the SQLSTATE of a failed connection, which otherwise is worth a retry. */
const REFUSED_OPTIONS = /unsupported startup parameter/;

/**
 * Returns the report on a database once it answers and accepts changes. Waits a minute for a database that is
 * starting, failing over or not there yet, because containers start in any order. Throws an error that says
 * what to do after that minute, or where the database refuses the connection (a wrong password, no such
 * database).
 *
 * @param setting the name of the setting that the URL comes from
 */
export async function waitForDatabase(
  url: string,
  setting: string,
  logger: Logger,
): Promise<DatabaseReport> {
  const place = placeOf(url);
  const untilMs = performance.now() + WAIT_MS;
  let warnAtMs = 0;
  for (;;) {
    const found = await look(url, place);
    if (typeof found !== 'string') return found;
    const now = performance.now();
    if (now > untilMs) {
      throw new Error(`PostgreSQL at ${place} cannot be used (${found}); see ${setting}`);
    }
    if (now >= warnAtMs) {
      warnAtMs = now + WARN_EVERY_MS;
      logger.warn({ place, reason: found }, 'waiting for PostgreSQL');
    }
    await pause(PAUSE_MS);
  }
}

/** Returns the report, or the reason to wait. */
async function look(url: string, place: string): Promise<DatabaseReport | string> {
  try {
    const report = await inspectDatabase(url);
    if (report.takesChanges) return report;
    return `it takes no changes from ${report.role}: it is a standby, or default_transaction_read_only is on`;
  } catch (error) {
    const reason = reasonOf(error);
    if (isOutage(error) && !REFUSED_OPTIONS.test(reason)) return reason;
    throw new Error(`PostgreSQL at ${place} refuses: ${reason}`, { cause: error });
  }
}

/** The error of a host with several addresses has an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
