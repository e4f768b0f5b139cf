import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { CATALOGUE, matchesType } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { LOGGER, retryDeadlocks, runLoop, timeOfUuid } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { Vault } from '../database/index.js';
import type { DueWork } from '../database/index.js';
import { EventContents, FORGET_BODIES, FORGET_FINGERPRINTS } from '../events/index.js';
import { FIND_UNSENT, FORGET_EXCHANGES, FORGET_HASHES, MARK_MINIMISED } from '../queue/index.js';
import { eraseEvents } from './erase-events.js';
import type { Counts } from './erase-events.js';
import {
  ADD_SUBJECTS,
  COUNT_EVENTS,
  COUNT_SUBJECTS,
  FIND_EVENTS,
  FIND_FAMILIES,
  FIND_FOLLOW_UPS,
  FIND_HOLD,
  FORGET_LABELS,
  FORGET_REJECTED,
  FORGETTING_TYPES,
  LEAVE_EVENT,
  LOOK_AGAIN,
  NEXT_SUBJECT,
  PUT_OFF_FOLLOW_UPS,
  SET_SUBJECT,
  SETTLE,
  TAKE_DUE,
} from './erasure.query.js';
import type { ErasureRow, Obstacle } from './erasure.query.js';
import { logErasure } from './forgetting-log.js';
import { finish } from './receipt.js';
import { warnIfRestored } from './restored.js';

const POLL_MS = 1_000;
/** Events of a subject that one transaction erases, and erased events that one look follows up. */
const BATCH = 100;
const NIL = '00000000-0000-0000-0000-000000000000';
const DAY_MS = 24 * 3_600_000;

interface SubjectRow {
  /** The id of an event that was left is here and in `looked_to`. */
  subject_hash: string;
  /** The last event that was looked at. */
  looked_to: string;
  /** The end of the longest minimum age among the events up to there. */
  waits_until: Date | null;
}

interface FamilyEvent {
  id: string;
  type: string;
  subject_hash: string | null;
  is_held: boolean;
  held_until: Date | null;
}

type MinimumDays = Record<string, number>;

/** Performs erasures, a bounded step in each transaction, and looks after attempts that report late. */
@Injectable()
export class ErasureRunner {
  private running: RunLoop | undefined;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly contents: EventContents,
    private readonly vault: Vault,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(due?: DueWork): void {
    void warnIfRestored(this.source, this.logger);
    this.running = runLoop(() => this.run(), {
      everyMs: POLL_MS,
      isDue: due?.when(
        `EXISTS (SELECT FROM erasures WHERE state <> 'finished' AND next_step_at <= now())
         OR EXISTS (SELECT FROM erased_events WHERE next_look_at <= now())`,
      ),
      onError: (error) => this.logger.error({ err: error }, 'an erasure failed; it is continued'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /** Makes one step of each kind; returns whether there may be more. Workers may run it side by side. */
  async run(): Promise<boolean> {
    const stepped = await retryDeadlocks(() =>
      this.source.transaction((manager) => this.step(manager)),
    );
    const followed = await this.source.transaction((manager) => this.followUp(manager));
    return stepped || followed;
  }

  private async step(manager: EntityManager): Promise<boolean> {
    const [erasure] = await manager.query<ErasureRow[]>(TAKE_DUE);
    if (!erasure) return false;
    await this.catalogue.refresh();
    if (erasure.event_id !== null && erasure.counts['found'] === undefined) {
      await this.findSubject(manager, erasure, erasure.event_id);
      return true;
    }
    const [subject] = await manager.query<SubjectRow[]>(NEXT_SUBJECT, [erasure.id]);
    if (subject && subject.looked_to === subject.subject_hash) {
      await this.eraseLeft(manager, erasure, subject.looked_to);
    } else if (subject) await this.eraseSome(manager, erasure, subject);
    else await this.end(manager, erasure);
    return true;
  }

  /** The subject of an erasure that an event asked for is the entity of the event. */
  private async findSubject(
    manager: EntityManager,
    { id, tenant_id, up_to }: ErasureRow,
    eventId: string,
  ): Promise<void> {
    const event = (await this.contents.load([eventId])).get(eventId);
    const entity =
      event === undefined || event === 'redacted'
        ? undefined
        : this.catalogue.get(event.type)?.subjectOf(JSON.parse(event.dataJson));
    const hashes = entity === undefined ? [] : [this.vault.hashRef(entity)];
    await manager.query(ADD_SUBJECTS, [id, hashes]);
    const values = [tenant_id, hashes, up_to, FORGETTING_TYPES];
    const [row] = await manager.query<{ events: number }[]>(COUNT_EVENTS, values);
    await addCounts(manager, id, { found: row?.events ?? 0 });
  }

  private async eraseSome(
    manager: EntityManager,
    erasure: ErasureRow,
    { subject_hash: hash, looked_to: after, waits_until: until }: SubjectRow,
  ): Promise<void> {
    const { id, tenant_id: tenantId, up_to: before } = erasure;
    const set = (state: string, lookedTo: string, obstacle: Obstacle | null): Promise<unknown> => {
      const values = [id, hash, state, lookedTo, obstacle?.reason ?? null, obstacle?.until ?? null];
      return manager.query(SET_SUBJECT, values);
    };
    const [hold] = await manager.query<{ until: Date | null }[]>(FIND_HOLD, [tenantId, hash]);
    if (hold) {
      await set('waiting', NIL, { reason: 'legal_hold', until: hold.until });
      return addCounts(manager, id, {});
    }
    const counts: Counts = {};
    if (after === NIL) {
      const values = [tenantId, hash, erasure.created_at];
      const [, rejected] = await manager.query<[unknown, number]>(FORGET_REJECTED, values);
      counts['rejected_publishes'] = rejected;
    }
    const values = [tenantId, hash, after, before, FORGETTING_TYPES, BATCH];
    const found = await manager.query<{ id: string; type: string }[]>(FIND_EVENTS, values);
    const minimum = await minimumDaysOf(manager, tenantId);
    const old = found.filter((event) => endOfMinimum(event, minimum) <= Date.now());
    const of = { ids: old.map((event) => event.id), minimum, subject: hash };
    Object.assign(counts, await this.eraseFamilies(manager, erasure, of));
    // At once, since the other subjects may wait for years.
    if (Object.values(counts).some((count) => count > 0)) {
      logErasure(this.logger, erasure, [hash]);
    }
    const ends = found
      .map((event) => endOfMinimum(event, minimum))
      .filter((end) => end > Date.now());
    const latest = Math.max(after === NIL ? 0 : (until?.getTime() ?? 0), ...ends);
    const obstacle: Obstacle | null =
      latest === 0 ? null : { reason: 'minimum_age', until: new Date(latest) };
    const last = found.at(-1)?.id;
    if (found.length === BATCH && last !== undefined) await set('pending', last, obstacle);
    else await set(obstacle ? 'waiting' : 'done', NIL, obstacle);
    return addCounts(manager, id, counts);
  }

  /** An event of a family whose own obstacle has ended goes, also where the rest went long before. */
  private async eraseLeft(
    manager: EntityManager,
    erasure: ErasureRow,
    eventId: string,
  ): Promise<void> {
    await manager.query(SET_SUBJECT, [erasure.id, eventId, 'done', eventId, null, null]);
    const of = { ids: [eventId], minimum: await minimumDaysOf(manager, erasure.tenant_id) };
    await addCounts(manager, erasure.id, await this.eraseFamilies(manager, erasure, of));
  }

  /** Erases events and all that was derived from them. Each one that may not go yet is left, and waits for itself. */
  private async eraseFamilies(
    manager: EntityManager,
    { id: erasureId, tenant_id: tenantId, up_to: before }: ErasureRow,
    { ids, minimum, subject }: { ids: string[]; minimum: MinimumDays; subject?: string },
  ): Promise<Counts> {
    const family = await manager.query<FamilyEvent[]>(FIND_FAMILIES, [ids, tenantId]);
    const erased: FamilyEvent[] = [];
    for (const event of family) {
      if (FORGETTING_TYPES.includes(event.type)) continue;
      const obstacle = obstacleOf(event, minimum);
      // The subject waits for its own young events.
      const isFound = event.subject_hash === subject && event.id < before;
      if (!obstacle) erased.push(event);
      else if (obstacle.reason !== 'minimum_age' || !isFound) {
        await manager.query(LEAVE_EVENT, [erasureId, event.id, obstacle.reason, obstacle.until]);
      }
    }
    if (erased.length === 0) return {};
    const { contents, catalogue } = this;
    return eraseEvents(manager, erased, { contents, catalogue, tenantId, erasureId });
  }

  private async end(manager: EntityManager, erasure: ErasureRow): Promise<void> {
    const rows = await manager.query<{ state: string; subjects: number }[]>(COUNT_SUBJECTS, [
      erasure.id,
    ]);
    if (rows.some(({ state }) => state === 'waiting')) {
      await manager.query(
        `UPDATE erasures SET state = 'waiting', next_step_at = coalesce(
           (SELECT min(waits_until) FROM erasure_subjects WHERE erasure_id = $1 AND state = 'waiting'), 'infinity')
         WHERE id = $1`,
        [erasure.id],
      );
      return;
    }
    if (erasure.settled_xid === null) {
      await manager.query(SETTLE, [erasure.id]);
      return;
    }
    if (!erasure.looked_again) {
      await manager.query(LOOK_AGAIN, [erasure.id, erasure.settled_xid]);
      return;
    }
    const subjects = rows.reduce((sum, row) => sum + row.subjects, 0);
    await finish(manager, { erasure, subjects, sign: (text) => this.vault.sign(text) });
    const all = await manager.query<{ subject_hash: string }[]>(
      'SELECT subject_hash FROM erasure_subjects WHERE erasure_id = $1 AND looked_to <> subject_hash',
      [erasure.id],
    );
    const hashes = all.map(({ subject_hash }) => subject_hash);
    logErasure(this.logger, erasure, hashes);
  }

  private async followUp(manager: EntityManager): Promise<boolean> {
    const rows = await manager.query<{ event_id: string }[]>(FIND_FOLLOW_UPS, [BATCH]);
    const ids = rows.map(({ event_id }) => event_id);
    if (ids.length === 0) return false;
    const forgets = [FORGET_EXCHANGES, FORGET_HASHES, FORGET_FINGERPRINTS];
    for (const text of [MARK_MINIMISED, ...forgets, PUT_OFF_FOLLOW_UPS]) {
      await manager.query(text, [ids]);
    }
    await forgetSent(manager, ids);
    return ids.length === BATCH;
  }
}

/** A minimised body goes when all deliveries of its event are settled. */
async function forgetSent(manager: EntityManager, ids: readonly string[]): Promise<void> {
  const unsent = await manager.query<{ event_id: string }[]>(FIND_UNSENT, [ids]);
  const kept = new Set(unsent.map(({ event_id }) => event_id));
  const sent = ids.filter((id) => !kept.has(id));
  await manager.query(FORGET_BODIES, [sent]);
  await manager.query(FORGET_LABELS, [sent]);
}

async function addCounts(manager: EntityManager, id: string, added: Counts): Promise<void> {
  await manager.query(
    `UPDATE erasures SET state = 'running', next_step_at = now(), counts = counts || coalesce((
       SELECT jsonb_object_agg(a.key, coalesce((counts ->> a.key)::bigint, 0) + a.value::text::bigint)
       FROM jsonb_each($2::jsonb) a), '{}')
     WHERE id = $1`,
    [id, added],
  );
}

async function minimumDaysOf(manager: EntityManager, tenantId: string): Promise<MinimumDays> {
  const [row] = await manager.query<{ minimum_days: MinimumDays }[]>(
    'SELECT minimum_days FROM tenants WHERE id = $1',
    [tenantId],
  );
  return row?.minimum_days ?? {};
}

function obstacleOf(event: FamilyEvent, minimum: MinimumDays): Obstacle | undefined {
  if (event.is_held) return { reason: 'legal_hold', until: event.held_until };
  const end = endOfMinimum(event, minimum);
  return end > Date.now() ? { reason: 'minimum_age', until: new Date(end) } : undefined;
}

/** When an event may be erased, in epoch milliseconds. */
function endOfMinimum({ id, type }: { id: string; type: string }, minimum: MinimumDays): number {
  const days = Object.entries(minimum).flatMap(([pattern, most]) =>
    matchesType([pattern], type) ? [most] : [],
  );
  return timeOfUuid(id) + Math.max(0, ...days) * DAY_MS;
}
