import type { EntityManager } from 'typeorm';
import { timeOfUuid } from '../common/index.js';
import { Conditions } from './conditions.js';
import { findEvents } from './find-events.query.js';
import type { EventRow } from './find-events.query.js';
import type { Look, Piece } from './look-back.js';
import { lookThroughPeriods, MOST_CANDIDATES } from './look-through-periods.js';

/** An id of so many events is looked for in all of them, however old they are. */
const FEW_EVENTS = 24;
/**
 * The length of the first period, in times of the duration in which the id occurred `FEW_EVENTS` times: enough for two
 * pages of usual length.
 */
const FIRST_PERIOD = 4;

export interface RefSearch {
  /** The keyed hash of the id. */
  hash: string;
  /** Ids of events between which is looked. */
  window: Piece;
  /** Makes the other conditions, which may use e (events). */
  conditions: () => Conditions;
  limit: number;
}

/**
 * Finds events that hold an id in their data, newest first. The index leads to blocks of 16 pages in no order, each
 * of which is read whole. Therefore an id of many events is looked for in one period after the other.
 */
export async function findEventsByRef(
  manager: EntityManager,
  { hash, window, conditions, limit }: RefSearch,
): Promise<Look<EventRow>> {
  const eventsOf = (ids: string[], most: number): Promise<EventRow[]> => {
    const within = conditions();
    within.add(`e.id = ANY (${within.bind(ids)}::uuid[])`);
    return findEvents(manager, within, most);
  };
  const first = await findRefs(manager, hash, window, FEW_EVENTS + 1);
  if (first.length <= FEW_EVENTS) {
    return { rows: first.length === 0 ? [] : await eventsOf(first, limit) };
  }
  return lookThroughPeriods({
    limit,
    window,
    firstMs: FIRST_PERIOD * durationOf(first),
    read: async (period, most) => {
      const ids = await findRefs(manager, hash, period, MOST_CANDIDATES + 1);
      if (ids.length > MOST_CANDIDATES) return undefined;
      return { rows: ids.length === 0 ? [] : await eventsOf(ids, most), candidates: ids.length };
    },
  });
}

/** Returns the events with the id in their data, `most` at most, in no order. */
async function findRefs(
  manager: EntityManager,
  hash: string,
  piece: Piece,
  most: number,
): Promise<string[]> {
  const refs = new Conditions().inPiece('event_id', piece).equals('hash', hash);
  const rows = await manager.query<{ event_id: string }[]>(
    `SELECT event_id FROM event_refs WHERE ${refs.toString()} LIMIT ${refs.bind(most)}`,
    [...refs.values],
  );
  return rows.map((row) => row.event_id);
}

/** Milliseconds from the first to the last event. */
function durationOf(ids: string[]): number {
  const times = ids.map(timeOfUuid);
  return Math.max(1, Math.max(...times) - Math.min(...times));
}
