import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { actorOf, recordAudit } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { AppError, conflict, newUuid, notFound, publicId } from '../common/index.js';
import { HotPool } from '../database/index.js';
import type { EndpointRef } from '../endpoints/index.js';
import { PENDING_CONFIRMATION } from '../model/index.js';
import { reachOf, readAsk } from './ask.js';
import type { Ask } from './ask.js';
import { beginningOf } from './candidates.query.js';
import { countMatches } from './count-matches.js';
import type { Matches } from './count-matches.js';
import { presentUnreplayable } from './present-replay.js';
import type { StartedReplayDto, StartReplayDto } from './replay.dto.js';
import { ReplayTargets } from './replay-targets.js';
import type { ReplayTarget } from './replay-targets.js';
import { countRunning, findSame, INSERT_REPLAY, LOCK_STARTS } from './replays.query.js';
import { FIRST_WIDTH } from './width.js';

/** Of one tenant. */
const MAX_RUNNING = 10;

/** Counts and begins replays; workers carry them out. */
@Injectable()
export class ReplayStarter {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(ReplayTargets) private readonly targets: ReplayTargets,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
  ) {}

  /**
   * The same request while its replay runs is answered with that one. Errors: 404, 409
   * `endpoint_not_active`, `pending_confirmation`, 422, 429 `too_many_replays`.
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
    const ask = readAsk(fields, {
      nowMs: startedAt.getTime(),
      knownTypes: new Set(this.catalogue.list().map(({ type }) => type)),
    });
    if (fields.dry_run === true) return answer(null, await this.count(ref, ask, target));
    if (target.status !== 'active') throw await this.notActive(ref, target);
    const same = await this.refuseOrFind(this.source.manager, ref, ask);
    if (same) return same;
    const matches = await this.count(ref, ask, target);
    return this.source.transaction(async (manager) => {
      await manager.query(LOCK_STARTS, [ref.tenantId]);
      const meanwhile = await this.refuseOrFind(manager, ref, ask);
      if (meanwhile) return meanwhile;
      return insert(manager, { ref, ask, matches, startedAt, principal });
    });
  }

  private count(ref: EndpointRef, ask: Ask, target: ReplayTarget): Promise<Matches> {
    const reach = reachOf(ask, ref, Date.now());
    return countMatches(this.pool, reach, target.rules(ask));
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

  private async refuseOrFind(
    manager: EntityManager,
    { tenantId, endpointId }: EndpointRef,
    { digest }: Ask,
  ): Promise<StartedReplayDto | undefined> {
    const same = await findSame(manager, endpointId, digest);
    if (same) return answer(same.id, same);
    if ((await countRunning(manager, tenantId)) < MAX_RUNNING) return undefined;
    const message = `${MAX_RUNNING} replays of this tenant are running: wait for one to finish, or cancel one.`;
    throw new AppError('too_many_replays', 429, { message, retryAfterSeconds: 60 });
  }
}

interface Beginning {
  ref: EndpointRef;
  ask: Ask;
  matches: Matches;
  startedAt: Date;
  principal: Principal;
}

async function insert(
  manager: EntityManager,
  { ref, ask, matches, startedAt, principal }: Beginning,
): Promise<StartedReplayDto> {
  const id = newUuid();
  const actor = actorOf(principal);
  const { tenantId, endpointId } = ref;
  const { status, types, digest } = ask;
  const [since, until] = [new Date(ask.sinceMs), new Date(ask.untilMs)];
  const reach = reachOf(ask, ref, startedAt.getTime());
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
    beginningOf(reach),
    FIRST_WIDTH,
    actor.id,
    actor.role,
    startedAt,
  ]);
  const endpoint_id = publicId('endpoint', endpointId);
  await recordAudit(manager, {
    actor,
    tenantId,
    action: 'replay.started',
    target: publicId('replay', id),
    details: { endpoint_id, status, types, since, until, matched: matches.matched },
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
