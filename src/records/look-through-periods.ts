import { firstUuidAt, timeOfUuid } from '../common/index.js';
import { BUDGET_MS } from './look-back.js';
import type { Look, Piece } from './look-back.js';

/** Candidates that one period may have. */
export const MOST_CANDIDATES = 2_000;

export interface Periods<Row> {
  /** How many rows are wanted. */
  limit: number;
  /** Ids (UUIDv7) between which rows are looked for. */
  window: Piece;
  /** How long the first period is. */
  firstMs: number;
  /**
   * Returns the newest rows among the candidates of the period, `limit` at most, and the number of candidates;
   * undefined if these are more than `MOST_CANDIDATES`.
   */
  read: (period: Piece, limit: number) => Promise<{ rows: Row[]; candidates: number } | undefined>;
}

const LONGEST_PERIOD_MS = 365 * 24 * 3_600_000;
const MOST_GROWTH = 8;

/**
 * Looks for rows among candidates that no index has in their order, in one period after the other, newest first, until
 * there are enough or the time is up. Each period is longer than the one before it, as far as the time left and the
 * number of candidates allow.
 */
export async function lookThroughPeriods<Row>(
  { limit, window, firstMs, read }: Periods<Row>,
  budgetMs = BUDGET_MS,
): Promise<Look<Row>> {
  const startedMs = performance.now();
  const rows: Row[] = [];
  let { before } = window;
  for (let lengthMs = firstMs; ;) {
    const period = { from: beginningOf(before, lengthMs, window.from), before };
    const periodStartedMs = performance.now();
    const found = await read(period, limit - rows.length);
    const nowMs = performance.now();
    if (found === undefined) {
      lengthMs = Math.ceil(lengthMs / MOST_GROWTH);
      continue;
    }
    rows.push(...found.rows);
    if (rows.length >= limit || period.from === window.from) return { rows };
    const timeLeftMs = startedMs + budgetMs - nowMs;
    const affordable = timeLeftMs / (nowMs - periodStartedMs);
    if (timeLeftMs <= 0 || affordable < 1) return { rows, lookedTo: period.from };
    const growth = Math.min(MOST_GROWTH, affordable, MOST_CANDIDATES / 2 / found.candidates);
    lengthMs = Math.ceil(lengthMs * growth);
    ({ from: before } = period);
  }
}

/** The first id of the period; that of the window where the period reaches it. */
function beginningOf(
  before: string | undefined,
  lengthMs: number,
  first: string | undefined,
): string | undefined {
  if (lengthMs > LONGEST_PERIOD_MS) return first;
  const from = firstUuidAt((before === undefined ? Date.now() : timeOfUuid(before)) - lengthMs);
  return first !== undefined && from <= first ? first : from;
}
