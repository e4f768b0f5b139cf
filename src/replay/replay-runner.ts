import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { LOGGER, retryDeadlocks, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import type { DueWork } from '../database/index.js';
import { replayWindowOf } from './replay-request.js';
import { readCandidates } from './candidates.query.js';
import { countOpen, countOutcomes } from './outcomes.query.js';
import { chooseCandidates, countSkipped, queueCandidates, resendOnce } from './queue-candidates.js';
import type { ReplayTarget, ReplayTargets } from './replay-targets.js';
import { PICK_REPLAY, SAVE_REPLAY } from './replays.query.js';
import type { ReplayRow } from './replays.query.js';
import { allowedByRate, nextWindowSize } from './window-size.js';

/** Events, or deliveries, of one batch, and batches of one step. */
const BATCH_SIZE = 1_000;
const MAX_BATCHES = 4;
/** Longer than workers need to find due deliveries, so that what still waits is the endpoint's backlog. */
const NEXT_STEP_MS = 750;
const PAUSED_MS = 2_000;
/** Interval of the checks for outcomes after the end. It grows, since the pauses between retries do. */
const MIN_OUTCOME_CHECK_MS = 2_000;
const MAX_OUTCOME_CHECK_MS = 300_000;

/** Fails while another worker fills the window of a replay to the same endpoint. */
const TRY_LOCK_ENDPOINT = `SELECT pg_try_advisory_xact_lock(hashtextextended('replay to ' || $1::text, 0)) AS taken`;

/** The planner would scan tables that it believes to be small. */
const USE_INDEXES = `SET LOCAL enable_seqscan = off`;

/** Keeps the endpoint's status from changing during a step. */
const LOCK_ENDPOINT = `SELECT FROM endpoints WHERE id = $1 FOR SHARE`;

/**
 * Performs replays in steps. A step is one transaction on one replay: it counts the outcomes of the
 * replay's deliveries and queues as many more as fit in the window. A step that fails is rolled back whole.
 */
export class ReplayStep {
  constructor(
    private readonly source: DataSource,
    private readonly targets: ReplayTargets,
    private readonly maxAttempts: number,
  ) {}

  /** Returns whether a replay was due. Several workers may run steps at the same time. */
  run(): Promise<boolean> {
    return retryDeadlocks(() =>
      this.source.transaction(async (manager) => {
        const [replay] = await manager.query<ReplayRow[]>(PICK_REPLAY);
        if (!replay) return false;
        await manager.query(USE_INDEXES);
        await manager.query(LOCK_ENDPOINT, [replay.endpoint_id]);
        const target = await this.targets.find(replay.tenant_id, replay.endpoint_id);
        if (!target && replay.state === 'running') {
          Object.assign(replay, { state: 'cancelled', cancelled_by: 'system' });
        }
        await this.countOutcomes(manager, replay, target);
        const hasCapacity = await this.fillWindow(manager, replay, target);
        await save(manager, replay, {
          hasCapacity,
          isPaused: target?.status !== 'active',
        });
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
    if (target?.status === 'active' && replay.state === 'running' && outcomes.dropped.length > 0) {
      await resendOnce(manager, replay.id, outcomes.dropped);
    }
  }

  /** Queues what fits in the window. Returns whether capacity is left and the scan is not finished. */
  private async fillWindow(
    manager: EntityManager,
    replay: ReplayRow,
    target: ReplayTarget | undefined,
  ): Promise<boolean> {
    if (replay.state !== 'running' || replay.is_scanned || target?.status !== 'active')
      return false;
    const [lock] = await manager.query<{ taken: boolean }[]>(TRY_LOCK_ENDPOINT, [
      replay.endpoint_id,
    ]);
    if (!lock?.taken) return false;
    const { unsent } = await countOpen(manager, replay.id);
    if (replay.queued > 0) replay.width = nextWindowSize(replay.width, unsent);
    const runningMs = Date.now() - replay.created_at.getTime();
    const { rate_per_second: rate, queued } = replay;
    const allowed = allowedByRate(rate, { queued, runningMs });
    let free = Math.min(replay.width - unsent, allowed);
    for (let batches = 0; batches < MAX_BATCHES && free > 0 && !replay.is_scanned; batches += 1) {
      free -= await this.queueNextBatch(manager, replay, target, free);
    }
    return rate === null && free > 0 && !replay.is_scanned;
  }

  /** Returns the number of deliveries that were queued. */
  private async queueNextBatch(
    manager: EntityManager,
    replay: ReplayRow,
    target: ReplayTarget,
    free: number,
  ): Promise<number> {
    const { status, since, until, tenant_id: tenantId, endpoint_id: endpointId } = replay;
    const request = { status, sinceMs: since.getTime(), untilMs: until.getTime() };
    const window = replayWindowOf(request, { tenantId, endpointId }, replay.created_at.getTime());
    const batch = await readCandidates(manager, window, replay.scanned_to, BATCH_SIZE);
    const chosen = chooseCandidates(replay, batch, target, free);
    const rules = { target, maxAttempts: this.maxAttempts };
    const queued = await queueCandidates(manager, replay, chosen, rules);
    replay.queued += queued;
    // Others were changed by another request meanwhile. `queued` can be greater: one event may go to
    // several recipients.
    countSkipped(replay, 'changed', Math.max(0, chosen.length - queued));
    return queued;
  }
}

async function save(
  manager: EntityManager,
  replay: ReplayRow,
  { hasCapacity, isPaused }: { hasCapacity: boolean; isPaused: boolean },
): Promise<void> {
  const { unsent, is_open: isOpen } = await countOpen(manager, replay.id);
  if (replay.state === 'running' && replay.is_scanned && unsent === 0) replay.state = 'finished';
  const isRunning = replay.state === 'running';
  const nextStepMs = isPaused ? PAUSED_MS : hasCapacity ? 0 : NEXT_STEP_MS;
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
    isRunning ? nextStepMs : outcomeCheckMs(replay),
  ]);
}

function outcomeCheckMs({ ended_at }: ReplayRow): number {
  const sinceEndMs = ended_at === null ? 0 : Date.now() - ended_at.getTime();
  return Math.round(Math.min(MAX_OUTCOME_CHECK_MS, Math.max(MIN_OUTCOME_CHECK_MS, sinceEndMs / 4)));
}

const POLL_MS = 500;

/** Performs replays in the background. Workers start and stop it; errors are logged and retried. */
@Injectable()
export class ReplayRunner {
  private running: RunLoop | undefined;

  constructor(
    private readonly step: ReplayStep,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(due?: DueWork): void {
    this.running = runLoop(() => this.step.run(), {
      everyMs: POLL_MS,
      isDue: due?.when('EXISTS (SELECT FROM replays WHERE is_busy AND next_look_at <= now())'),
      onError: (error) => this.logger.error({ err: error }, 'a replay step failed; it is retried'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }
}
