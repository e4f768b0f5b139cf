import type { EntityManager } from 'typeorm';
import { publicId } from '../common/index.js';
import {
  deliveryColumns,
  MAKE_DELIVERIES,
  NOTE_MADE,
  RESTART,
  RESEND_ONCE,
} from '../queue/index.js';
import type { CandidateBatch, CandidateRow } from './candidates.query.js';
import { decideAction } from './decide-action.js';
import type { Action } from './decide-action.js';
import type { ReplayTarget } from './replay-targets.js';
import type { ReplayRow } from './replays.query.js';

export interface Chosen {
  row: CandidateRow;
  action: Action;
}

export interface QueueRules {
  target: ReplayTarget;
  /** Automatic attempts that a delivery may take. */
  maxAttempts: number;
}

/**
 * Chooses at most `free` candidates of the batch, but all recipients of an event together, and counts the
 * others as skipped. Moves the replay's scan position behind them.
 */
export function chooseCandidates(
  replay: ReplayRow,
  { rows, last, isLast }: CandidateBatch<CandidateRow>,
  target: ReplayTarget,
  free: number,
): Chosen[] {
  const rules = target.rules(replay);
  const chosen: Chosen[] = [];
  for (const row of rows) {
    if (chosen.length >= free && row.at !== replay.scanned_to) return chosen;
    replay.scanned_to = row.at;
    const decision = decideAction(row, rules);
    if (!decision) continue;
    if ('skip' in decision) countSkipped(replay, decision.skip, 1);
    else chosen.push({ row, action: decision.action });
  }
  replay.scanned_to = last ?? replay.scanned_to;
  replay.is_scanned = isLast;
  return chosen;
}

/** Adds to the replay's count of skipped deliveries. */
export function countSkipped(
  replay: ReplayRow,
  reason: keyof ReplayRow['skipped'],
  count: number,
): void {
  if (count > 0) replay.skipped[reason] = (replay.skipped[reason] ?? 0) + count;
}

/** Queues the chosen candidates and returns the number of their deliveries. */
export async function queueCandidates(
  manager: EntityManager,
  replay: ReplayRow,
  chosen: readonly Chosen[],
  rules: QueueRules,
): Promise<number> {
  const of = (action: Action): CandidateRow[] =>
    chosen.flatMap((one) => (one.action === action ? [one.row] : []));
  const failed = of('restart');
  const settled = of('resend_once');
  const missing = of('new');
  let queued = 0;
  if (failed.length > 0) {
    const values = [replay.id, failed.map(deliveryIdOf), rules.maxAttempts];
    queued += (await manager.query<unknown[]>(RESTART, values)).length;
  }
  if (settled.length > 0) {
    queued += await resendOnce(manager, replay.id, settled.map(deliveryIdOf));
  }
  if (missing.length > 0) queued += await createDeliveries(manager, replay, missing, rules);
  return queued;
}

/** Queues settled deliveries (UUIDs) for one attempt each and returns how many could be queued. */
export async function resendOnce(
  manager: EntityManager,
  replayId: string,
  deliveryIds: (string | null)[],
): Promise<number> {
  return (await manager.query<unknown[]>(RESEND_ONCE, [replayId, deliveryIds])).length;
}

async function createDeliveries(
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
  const created = await manager.query<{ id: string; event_id: string }[]>(MAKE_DELIVERIES, values);
  await manager.query(NOTE_MADE, [
    id,
    created.map((row) => row.id),
    created.map((row) => row.event_id),
    publicId('endpoint', endpoint_id),
  ]);
  return created.length;
}

const deliveryIdOf = ({ delivery_id }: CandidateRow): string | null => delivery_id;
