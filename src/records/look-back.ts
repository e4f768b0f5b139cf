/** A part of a list, by the ids of its rows: from `from` on, below `before`. Absent: no bound on that side. */
export interface Piece {
  from: string | undefined;
  before: string | undefined;
}

export interface LookBack<Row> {
  /** How many rows are wanted. */
  limit: number;
  /** Returns the id of the candidate that is the `rows`-th newest below `before`; undefined if there are fewer. */
  endOf: (before: string | undefined, rows: number) => Promise<string | undefined>;
  /** Returns the newest rows among the piece's candidates that meet the conditions, `limit` at most. */
  read: (piece: Piece, limit: number) => Promise<Row[]>;
}

/** The rows that were found, `limit` at most. */
export interface Look<Row> {
  rows: Row[];
  /** The id down to which was looked, if there may be more rows below it. */
  lookedTo?: string | undefined;
}

/** What one page needs if one candidate in four meets the conditions. */
const FIRST_ROWS = 200;
const MOST_ROWS = 6_400;
/** A look takes about this time if it does not find enough. */
export const BUDGET_MS = 25;

/**
 * Looks for rows by conditions that no index serves, newest first, piece by piece, until there are enough or the
 * time is up. Each piece is twice as long as the one before it, or shorter if that would take more than the time left.
 */
export async function lookBack<Row>(
  { limit, endOf, read }: LookBack<Row>,
  budgetMs = BUDGET_MS,
): Promise<Look<Row>> {
  const startedMs = performance.now();
  const rows: Row[] = [];
  let before: string | undefined;
  for (let size = FIRST_ROWS; ;) {
    const pieceStartedMs = performance.now();
    const from = await endOf(before, size);
    rows.push(...(await read({ from, before }, limit - rows.length)));
    if (rows.length >= limit || from === undefined) return { rows };
    const nowMs = performance.now();
    const timeLeftMs = startedMs + budgetMs - nowMs;
    const affordable = Math.floor((size * timeLeftMs) / (nowMs - pieceStartedMs));
    if (timeLeftMs <= 0 || affordable < FIRST_ROWS) return { rows, lookedTo: from };
    size = Math.min(2 * size, MOST_ROWS, affordable);
    before = from;
  }
}
