import type { EntityManager } from 'typeorm';
import { firstUuidAt } from '../common/index.js';
import type { Conditions } from './conditions.js';
import { findEvents } from './find-events.query.js';
import type { EventRow } from './find-events.query.js';

const FIRST_PERIOD_MS = 60_000;
const GROWTH = 8;
const LAST_PERIOD_MS = 365 * 24 * 3_600_000;

export interface RefSearch {
  /** The keyed hash of the id. */
  hash: string;
  /** Makes the other conditions, which may use e (events). */
  conditions: () => Conditions;
  limit: number;
}

/**
 * Finds events that hold an id in their data, newest first. The index leads to blocks of 16 pages, each of
 * which is read whole, so an id of many events is looked for in one period after the other, from the newest
 * to the oldest, until there are enough.
 */
export async function findEventsByRef(
  manager: EntityManager,
  { hash, conditions, limit }: RefSearch,
): Promise<EventRow[]> {
  const found: EventRow[] = [];
  let before: string | undefined;
  for (const from of beginnings(Date.now())) {
    const within = conditions().inPiece('e.id', { from, before });
    const refs = within.fork().inPiece('r.event_id', { from, before }).equals('r.hash', hash);
    within.add(`e.id = ANY (ARRAY(SELECT r.event_id FROM event_refs r WHERE ${refs.toString()}))`);
    found.push(...(await findEvents(manager, within, limit - found.length)));
    if (found.length >= limit) break;
    before = from;
  }
  return found;
}

/** The first id of each period; the last one begins with the first event. */
function* beginnings(nowMs: number): Generator<string | undefined> {
  for (let ageMs = FIRST_PERIOD_MS; ageMs < LAST_PERIOD_MS; ageMs *= GROWTH) {
    yield firstUuidAt(nowMs - ageMs);
  }
  yield undefined;
}
