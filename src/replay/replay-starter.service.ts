import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { actorOf, recordAudit } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { AppError, conflict, newUuid, notFound, publicId } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool } from '../database/index.js';
import type { EndpointRef } from '../endpoints/index.js';
import { PENDING_CONFIRMATION } from '../model/index.js';
import { replayWindowOf, parseReplayRequest } from './replay-request.js';
import type { ReplayRequest } from './replay-request.js';
import { firstIdOf, countCandidates } from './candidates.query.js';
import { presentUnreplayable } from './replays.service.js';
import type { StartedReplayDto, StartReplayDto } from './replay.dto.js';
import { ReplayTargets } from './replay-targets.js';
import type { ReplayTarget } from './replay-targets.js';
import { countRunning, findSame, INSERT_REPLAY, LOCK_STARTS } from './replays.query.js';
import { INITIAL_WINDOW_SIZE } from './window-size.js';
import type { ReplayWindow } from './candidates.query.js';
import type { Counts } from './replays.query.js';
import { decideAction } from './decide-action.js';
import type { ReplayRules, Unreplayable } from './decide-action.js';

interface Matches {
  matched: number;
  unreplayable: Counts<Unreplayable>;
}

/** Events that one statement counts: a window may hold millions. */
const BATCH_SIZE = 5_000;

/** Counts what a replay would send and what it could not. */
async function countMatches(
  pool: HotPool,
  window: ReplayWindow,
  rules: ReplayRules,
): Promise<Matches> {
  const matches: Matches = { matched: 0, unreplayable: {} };
  for (let after: string | undefined = firstIdOf(window); after !== undefined;) {
    const batch = await countCandidates(pool, window, after, BATCH_SIZE);
    for (const group of batch.rows) {
      const decision = decideAction(group, rules);
      if (!decision) continue;
      if ('action' in decision) matches.matched += group.count;
      else if (decision.skip !== 'already_pending') {
        const { unreplayable } = matches;
        unreplayable[decision.skip] = (unreplayable[decision.skip] ?? 0) + group.count;
      }
    }
    after = batch.isLast || batch.last === null ? undefined : batch.last;
  }
  return matches;
}

const MAX_RUNNING_PER_TENANT = 10;

/** Counts and starts replays; workers perform them. */
@Injectable()
export class ReplayStarter {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(ReplayTargets) private readonly targets: ReplayTargets,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    @Inject(SETTINGS) private readonly settings: RunSettings,
  ) {}

  /**
   * Returns the running replay if one of the same request exists. Throws 404, 409 `endpoint_not_active`
   * or `pending_confirmation`, 422, 429 `too_many_replays`.
   */
  async start(
    ref: EndpointRef,
    fields: StartReplayDto,
    principal: Principal,
  ): Promise<StartedReplayDto> {
    const target = await this.targets.find(ref.tenantId, ref.endpointId);
    if (!target) throw notFound('endpoint');
    await this.catalogue.refresh();
    const startedAt = new Date();
    const request = parseReplayRequest(fields, {
      nowMs: startedAt.getTime(),
      recordRetentionDays: this.settings.recordRetentionDays,
      knownTypes: new Set(this.catalogue.list().map(({ type }) => type)),
    });
    if (fields.dry_run === true) return answer(null, await this.count(ref, request, target));
    if (target.status !== 'active') throw await this.notActive(ref, target);
    const running = await this.findRunning(this.source.manager, ref, request);
    if (running) return running;
    const matches = await this.count(ref, request, target);
    return this.source.transaction(async (manager) => {
      await manager.query(LOCK_STARTS, [ref.tenantId]);
      const startedMeanwhile = await this.findRunning(manager, ref, request);
      if (startedMeanwhile) return startedMeanwhile;
      return insert(manager, { ref, request, matches, startedAt, principal });
    });
  }

  private count(ref: EndpointRef, request: ReplayRequest, target: ReplayTarget): Promise<Matches> {
    const window = replayWindowOf(request, ref, Date.now());
    return countMatches(this.pool, window, target.rules(request));
  }

  private async notActive({ endpointId }: EndpointRef, { status }: ReplayTarget) {
    const [endpoint] = await this.source.query<{ disabled_reason: string | null }[]>(
      'SELECT disabled_reason FROM endpoints WHERE id = $1',
      [endpointId],
    );
    if (endpoint?.disabled_reason !== PENDING_CONFIRMATION) {
      return conflict('endpoint_not_active', `The endpoint is ${status}: resume it first.`);
    }
    const message = 'Support has moved the endpoint: the tenant or an admin must resume it first.';
    return conflict(PENDING_CONFIRMATION, message);
  }

  /** Returns the running replay of the same request. Throws 429 if there is none and too many others run. */
  private async findRunning(
    manager: EntityManager,
    { tenantId, endpointId }: EndpointRef,
    { digest }: ReplayRequest,
  ): Promise<StartedReplayDto | undefined> {
    const same = await findSame(manager, endpointId, digest);
    if (same) return answer(same.id, same);
    if ((await countRunning(manager, tenantId)) < MAX_RUNNING_PER_TENANT) return undefined;
    const message = `${MAX_RUNNING_PER_TENANT} replays of this tenant are running: wait for one to finish, or cancel one.`;
    throw new AppError('too_many_replays', 429, { message, retryAfterSeconds: 60 });
  }
}

interface NewReplay {
  ref: EndpointRef;
  request: ReplayRequest;
  matches: Matches;
  startedAt: Date;
  principal: Principal;
}

async function insert(
  manager: EntityManager,
  { ref, request, matches, startedAt, principal }: NewReplay,
): Promise<StartedReplayDto> {
  const id = newUuid();
  const actor = actorOf(principal);
  const { tenantId, endpointId } = ref;
  const { status, types, digest } = request;
  const [since, until] = [new Date(request.sinceMs), new Date(request.untilMs)];
  const window = replayWindowOf(request, ref, startedAt.getTime());
  await manager.query(INSERT_REPLAY, [
    id,
    tenantId,
    endpointId,
    digest,
    status,
    types,
    since,
    until,
    matches.matched,
    matches.unreplayable,
    firstIdOf(window),
    INITIAL_WINDOW_SIZE,
    actor.id,
    actor.role,
    startedAt,
    request.ratePerSecond,
  ]);
  const endpoint_id = publicId('endpoint', endpointId);
  await recordAudit(manager, {
    actor,
    tenantId,
    action: 'replay.started',
    target: publicId('replay', id),
    details: {
      endpoint_id,
      status,
      types,
      since,
      until,
      matched: matches.matched,
      after: { state: 'running' },
    },
  });
  return answer(id, matches);
}

function answer(id: string | null, { matched, unreplayable }: Matches): StartedReplayDto {
  return {
    id: id === null ? null : publicId('replay', id),
    matched,
    unreplayable: presentUnreplayable(unreplayable),
  };
}
