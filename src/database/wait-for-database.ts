import { setTimeout as pause } from 'node:timers/promises';
import { isOutage } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { inspectDatabase, placeOf } from './session/index.js';
import type { DatabaseReport } from './session/index.js';

const WAIT_MS = 60_000;
const PAUSE_MS = 500;
const SAY_EVERY_MS = 10_000;
/** PgBouncer calls this a failed connection, as it does what passes. */
const REFUSED_OPTIONS = /unsupported startup parameter/;

/**
 * What is found at a database once it answers and takes changes. One that is starting, failing over,
 * or not there yet is waited for for a minute, since containers start in any order; after that, or
 * where it refuses us (a wrong password, no such database), this throws what to mend.
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
  let sayAtMs = 0;
  for (;;) {
    const found = await look(url, place);
    if (typeof found !== 'string') return found;
    const now = performance.now();
    if (now > untilMs) {
      throw new Error(`PostgreSQL at ${place} cannot be used (${found}); see ${setting}`);
    }
    if (now >= sayAtMs) {
      sayAtMs = now + SAY_EVERY_MS;
      logger.warn({ place, reason: found }, 'waiting for PostgreSQL');
    }
    await pause(PAUSE_MS);
  }
}

/** The reason why it is to be waited for, where it is. */
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

/** An error of several addresses has an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
