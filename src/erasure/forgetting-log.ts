import type { Logger } from '../common/index.js';

/** Subjects that one line of the log names. */
const SUBJECTS_PER_LINE = 500;

/** What a line of the log says was forgotten. Ids are UUIDs, subjects keyed hashes. */
export type Forgotten =
  | { erasure: LoggedErasure }
  | { tenant_erasure: LoggedId }
  | { redaction: LoggedId & { redacted_at: string } };

export interface LoggedErasure extends LoggedId {
  up_to: string;
  subjects: string[];
}

/** The id of a deletion of the tenant, or of an event. */
interface LoggedId {
  id: string;
  tenant_id: string;
}

/**
 * Writes a line by which `erasures reapply` makes a restored backup forget again. The log is outside of the database.
 * The line is written whatever LOG_LEVEL is: without it a restored backup remembers.
 */
export function logForgotten(logger: Logger, forgotten: Forgotten, message: string): void {
  logger.child({}, { level: 'info' }).info(forgotten, message);
}

/** Logs subjects (hashes) of which an erasure has removed something. */
export function logErasure(
  logger: Logger,
  { id, tenant_id, up_to }: Omit<LoggedErasure, 'subjects'>,
  hashes: readonly string[],
): void {
  for (let from = 0; from < hashes.length; from += SUBJECTS_PER_LINE) {
    const subjects = hashes.slice(from, from + SUBJECTS_PER_LINE);
    logForgotten(logger, { erasure: { id, tenant_id, up_to, subjects } }, 'subjects erased');
  }
}
