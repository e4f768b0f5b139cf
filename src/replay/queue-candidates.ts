import type { EntityManager } from 'typeorm';
import { publicId } from '../common/index.js';
import { deliveryColumns } from '../publishing/index.js';
import type { CandidateRow } from './candidates.query.js';
import { MAKE_DELIVERIES, NOTE_MADE, RESTART, SEND_ONCE_MORE } from '../queue/index.js';
import type { ReplayTarget } from './replay-targets.js';
import type { ReplayRow } from './replays.query.js';
import type { Action } from './verdict.js';

export interface Chosen {
  row: CandidateRow;
  action: Action;
}

export interface QueueRules {
  target: ReplayTarget;
  /** Automatic attempts that a delivery may take. */
  maxAttempts: number;
}

/** Puts them into the queue; answers how many deliveries those are. */
export async function queueCandidates(
  manager: EntityManager,
  replay: ReplayRow,
  chosen: readonly Chosen[],
  rules: QueueRules,
): Promise<number> {
  const of = (action: Action): CandidateRow[] =>
    chosen.flatMap((one) => (one.action === action ? [one.row] : []));
  const failed = of('restart');
  const settled = of('once_more');
  const missing = of('new');
  let queued = 0;
  if (failed.length > 0) {
    const values = [replay.id, failed.map(deliveryIdOf), rules.maxAttempts];
    queued += (await manager.query<unknown[]>(RESTART, values)).length;
  }
  if (settled.length > 0) {
    queued += await sendOnceMore(manager, replay.id, settled.map(deliveryIdOf));
  }
  if (missing.length > 0) queued += await make(manager, replay, missing, rules);
  return queued;
}

/** Settled deliveries (UUIDs), in a single attempt each; answers how many could be queued. */
export async function sendOnceMore(
  manager: EntityManager,
  replayId: string,
  deliveryIds: (string | null)[],
): Promise<number> {
  return (await manager.query<unknown[]>(SEND_ONCE_MORE, [replayId, deliveryIds])).length;
}

async function make(
  manager: EntityManager,
  { id, endpoint_id }: ReplayRow,
  missing: readonly CandidateRow[],
  { target, maxAttempts }: QueueRules,
): Promise<number> {
  const plans = missing.map(({ event_id: eventId, type, is_sandbox: isSandbox }) => ({
    eventId,
    plan: target.plan({ type, isSandbox }),
  }));
  const eventIds = plans.map(({ eventId }) => eventId);
  const values = [eventIds, ...deliveryColumns(plans), maxAttempts];
  const made = await manager.query<{ id: string; event_id: string }[]>(MAKE_DELIVERIES, values);
  await manager.query(NOTE_MADE, [
    id,
    made.map((row) => row.id),
    made.map((row) => row.event_id),
    publicId('endpoint', endpoint_id),
  ]);
  return made.length;
}

const deliveryIdOf = ({ delivery_id }: CandidateRow): string | null => delivery_id;
