import type { DataSource, EntityManager } from 'typeorm';
import { retryDeadlocks } from '../common/index.js';
import { reachOf } from './ask.js';
import { lookOn } from './candidates.query.js';
import type { CandidateRow, Piece } from './candidates.query.js';
import { countOpen, countOutcomes } from './outcomes.query.js';
import { queueCandidates, sendOnceMore } from './queue-candidates.js';
import type { Chosen } from './queue-candidates.js';
import type { ReplayTarget, ReplayTargets } from './replay-targets.js';
import { PICK_REPLAY, SAVE_REPLAY } from './replays.query.js';
import type { ReplayRow } from './replays.query.js';
import { verdictOn } from './verdict.js';
import { nextWidth } from './width.js';

/** Events, or deliveries, that one look goes through, and looks of one step. */
const CHUNK = 1_000;
const MAX_LOOKS = 4;
/** More than workers need to notice what is due, so that what waits was not just overlooked. */
const NEXT_STEP_MS = 750;
const PAUSED_MS = 2_000;
/** After the end, for outcomes: ever later, since retries come ever later. */
const LEAST_AFTER_END_MS = 2_000;
const MOST_AFTER_END_MS = 300_000;

/** Endpoints of which somebody else has a replay in hand are left to them. */
const TAKE_ENDPOINT = `SELECT pg_try_advisory_xact_lock(hashtextextended('replay to ' || $1::text, 0)) AS taken`;

/** Everything goes by an index, however small the planner takes the tables to be. */
const BY_INDEX = `SET LOCAL enable_seqscan = off`;

/** A pause comes before or after a step, not between. */
const LOCK_ENDPOINT = `SELECT FROM endpoints WHERE id = $1 FOR SHARE`;

/**
 * One step of one replay, in one transaction: what became of its deliveries is counted, and as many
 * more are queued as may wait. Where it breaks off nothing of it has happened.
 */
export class ReplayStep {
  constructor(
    private readonly source: DataSource,
    private readonly targets: ReplayTargets,
    private readonly maxAttempts: number,
  ) {}

  /** Answers whether there was a replay to look after. Workers may run it side by side. */
  run(): Promise<boolean> {
    return retryDeadlocks(() =>
      this.source.transaction(async (manager) => {
        const [replay] = await manager.query<ReplayRow[]>(PICK_REPLAY);
        if (!replay) return false;
        await manager.query(BY_INDEX);
        await manager.query(LOCK_ENDPOINT, [replay.endpoint_id]);
        const target = await this.targets.find(replay.tenant_id, replay.endpoint_id);
        if (!target && replay.state === 'running') {
          Object.assign(replay, { state: 'cancelled', cancelled_by: 'system' });
        }
        await this.countOutcomes(manager, replay, target);
        const isHurried = await this.fill(manager, replay, target);
        await save(manager, replay, { isHurried, isPaused: target?.status !== 'active' });
        return true;
      }),
    );
  }

  private async countOutcomes(
    manager: EntityManager,
    replay: ReplayRow,
    target: ReplayTarget | undefined,
  ): Promise<void> {
    const outcomes = await countOutcomes(manager, replay);
    replay.delivered += outcomes.delivered;
    replay.failed += outcomes.failed;
    replay.given_up += outcomes.given_up;
    replay.checked_to = outcomes.checked_to;
    if (target?.status === 'active' && replay.state === 'running' && outcomes.left_out.length > 0) {
      await sendOnceMore(manager, replay.id, outcomes.left_out);
    }
  }

  /** Queues what may wait; answers whether there is room for more than was found. */
  private async fill(
    manager: EntityManager,
    replay: ReplayRow,
    target: ReplayTarget | undefined,
  ): Promise<boolean> {
    if (replay.state !== 'running' || replay.is_scanned || target?.status !== 'active')
      return false;
    const [lock] = await manager.query<{ taken: boolean }[]>(TAKE_ENDPOINT, [replay.endpoint_id]);
    if (!lock?.taken) return false;
    const { unsent } = await countOpen(manager, replay.id);
    if (replay.queued > 0) replay.width = nextWidth(replay.width, unsent);
    let free = replay.width - unsent;
    for (let looks = 0; looks < MAX_LOOKS && free > 0 && !replay.is_scanned; looks += 1) {
      free -= await this.look(manager, replay, target, free);
    }
    return free > 0 && !replay.is_scanned;
  }

  private async look(
    manager: EntityManager,
    replay: ReplayRow,
    target: ReplayTarget,
    free: number,
  ): Promise<number> {
    const { status, since, until, tenant_id: tenantId, endpoint_id: endpointId } = replay;
    const asked = { status, sinceMs: since.getTime(), untilMs: until.getTime() };
    const reach = reachOf(asked, { tenantId, endpointId }, replay.created_at.getTime());
    const piece = await lookOn(manager, reach, replay.scanned_to, CHUNK);
    const chosen = choose(replay, piece, target, free);
    const rules = { target, maxAttempts: this.maxAttempts };
    const queued = await queueCandidates(manager, replay, chosen, rules);
    replay.queued += queued;
    // Somebody was faster with the others; an event may also go to several recipients.
    skip(replay, 'changed', Math.max(0, chosen.length - queued));
    return queued;
  }
}

/** So many of the piece as may be queued, and no event in part. The replay goes on behind them. */
function choose(
  replay: ReplayRow,
  { rows, last, isLast }: Piece<CandidateRow>,
  target: ReplayTarget,
  free: number,
): Chosen[] {
  const rules = target.rules(replay);
  const chosen: Chosen[] = [];
  for (const row of rows) {
    if (chosen.length >= free && row.at !== replay.scanned_to) return chosen;
    replay.scanned_to = row.at;
    const verdict = verdictOn(row, rules);
    if (!verdict) continue;
    if ('skip' in verdict) skip(replay, verdict.skip, 1);
    else chosen.push({ row, action: verdict.action });
  }
  replay.scanned_to = last ?? replay.scanned_to;
  replay.is_scanned = isLast;
  return chosen;
}

function skip(replay: ReplayRow, reason: keyof ReplayRow['skipped'], count: number): void {
  if (count > 0) replay.skipped[reason] = (replay.skipped[reason] ?? 0) + count;
}

async function save(
  manager: EntityManager,
  replay: ReplayRow,
  { isHurried, isPaused }: { isHurried: boolean; isPaused: boolean },
): Promise<void> {
  const { unsent, is_open: isOpen } = await countOpen(manager, replay.id);
  if (replay.state === 'running' && replay.is_scanned && unsent === 0) replay.state = 'finished';
  const isRunning = replay.state === 'running';
  const soon = isPaused ? PAUSED_MS : isHurried ? 0 : NEXT_STEP_MS;
  await manager.query(SAVE_REPLAY, [
    replay.id,
    replay.state,
    replay.cancelled_by,
    replay.scanned_to,
    replay.is_scanned,
    replay.width,
    replay.queued,
    replay.skipped,
    replay.checked_to,
    replay.delivered,
    replay.failed,
    replay.given_up,
    isRunning || isOpen,
    isRunning ? soon : afterEnd(replay),
  ]);
}

function afterEnd({ ended_at }: ReplayRow): number {
  const sinceEndMs = ended_at === null ? 0 : Date.now() - ended_at.getTime();
  return Math.round(Math.min(MOST_AFTER_END_MS, Math.max(LEAST_AFTER_END_MS, sinceEndMs / 4)));
}
