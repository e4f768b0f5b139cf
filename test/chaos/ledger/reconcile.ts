import { longestGapMs } from './longest-gap.js';
import type { DeliveryRow, PublishLine, RequestLine } from './lines.js';

export interface Ledgers {
  published: readonly PublishLine[];
  received: readonly RequestLine[];
  rows: readonly DeliveryRow[];
}

/** The result of the three ledgers. All numbers but `accepted` and `unanswered` count deliveries. */
export interface Tally {
  /** Events answered with 202. */
  accepted: number;
  /** Taken by their receiver. */
  delivered: number;
  failed: number;
  held: number;
  /** Skipped or cancelled. */
  skipped: number;
  pending: number;
  /** Accepted, and neither with the receiver nor visibly on its way or given up. */
  lost: number;
  /** Requests answered 2xx beyond the first of their delivery. */
  duplicates: number;
  /** Longest time without a delivery while one was outstanding. */
  longestGapMs: number;
  /** Events in the database whose 202 did not reach the publisher. */
  unanswered: number;
  /** Deliveries whose requests differed in event id or body. */
  altered: string[];
  /** Events, or deliveries, that were lost, and how. */
  losses: string[];
  /** Ids of deliveries with duplicates. */
  repeated: string[];
}

type Fate = 'delivered' | 'failed' | 'held' | 'skipped' | 'pending' | 'lost';

/**
 * Compares what was promised, what arrived and what is on record. An accepted event is lost where
 * its row is missing, where fewer deliveries are on record than were promised, where one is said to
 * have succeeded that no receiver took, and where one is pending that nothing will ever pick up.
 */
export function reconcile({ published, received, rows }: Ledgers): Tally {
  const accepted = firstAcceptances(published);
  const requests = groupBy(received, ({ delivery }) => delivery);
  const known = groupBy(rows, ({ event }) => event);
  const counts: Record<Fate, number> = {
    delivered: 0,
    failed: 0,
    held: 0,
    skipped: 0,
    pending: 0,
    lost: 0,
  };
  const losses: string[] = [];
  const lose = (what: string, count = 1): void => {
    counts.lost += count;
    losses.push(what);
  };
  for (const [id, { deliveries = 0 }] of accepted) {
    const found = known.get(id);
    if (!found) {
      lose(`${id} is not in the database`, Math.max(1, deliveries));
      continue;
    }
    const places = found.filter((row) => row.delivery !== null);
    if (places.length < deliveries) {
      lose(`${id} lacks deliveries`, deliveries - places.length);
    }
    for (const row of places) {
      const fate = fateOf(row, requests.get(row.delivery ?? '') ?? []);
      if (fate === 'lost') lose(`${row.delivery} (${id}) is ${row.status}, and not delivered`);
      else counts[fate] += 1;
    }
  }
  const groups = [...requests.values()];
  const repeats = groups.map((group) => ({
    delivery: group[0]?.delivery ?? '',
    extra: Math.max(0, group.filter(isSuccess).length - 1),
  }));
  return {
    accepted: accepted.size,
    ...counts,
    duplicates: repeats.reduce((sum, { extra }) => sum + extra, 0),
    longestGapMs: longestGapMs(accepted, received),
    unanswered: [...known.keys()].filter((id) => !accepted.has(id)).length,
    altered: groups.filter(differs).map((group) => group[0]?.delivery ?? ''),
    losses,
    repeated: repeats.filter(({ extra }) => extra > 0).map(({ delivery }) => delivery),
  };
}

/** The first 202 of each event. */
export function firstAcceptances(published: readonly PublishLine[]): Map<string, PublishLine> {
  const accepted = new Map<string, PublishLine>();
  for (const line of published) {
    if (line.status !== 202 || line.id === undefined) continue;
    const known = accepted.get(line.id);
    if (!known || line.atMs < known.atMs) accepted.set(line.id, line);
  }
  return accepted;
}

export function isSuccess({ answered }: RequestLine): boolean {
  return answered !== null && answered >= 200 && answered <= 299;
}

function fateOf({ status, queued }: DeliveryRow, requests: readonly RequestLine[]): Fate {
  if (requests.some(({ kept }) => kept)) return 'delivered';
  if (status === 'failed' || status === 'held') return status;
  if (status === 'skipped' || status === 'cancelled') return 'skipped';
  return status === 'pending' && queued ? 'pending' : 'lost';
}

function differs(requests: readonly RequestLine[]): boolean {
  const [first] = requests;
  return requests.some(({ event, sha256 }) => event !== first?.event || sha256 !== first.sha256);
}

export function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
