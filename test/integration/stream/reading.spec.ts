import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { encodePosition } from '../../../src/stream/cursor.js';
import { Feed } from '../../../src/stream/feed/feed.service.js';
import { ChangeNotifier } from '../../../src/stream/notifications/change-notifier.js';
import { EventReader } from '../../../src/stream/reading/event-reader.js';
import { EventRenderer } from '../../../src/stream/reading/event-renderer.js';
import { CursorResolver } from '../../../src/stream/reading/cursor-resolver.js';
import { EventLogModule } from '../../../src/event-log/index.js';
import { EventsModule } from '../../../src/events/index.js';
import { asTenant, parseId } from '../../../src/common/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { Module } from '@nestjs/common';

/** The feed without its routes. */
@Module({
  imports: [EventLogModule, EventsModule],
  providers: [ChangeNotifier, EventReader, EventRenderer, Feed, CursorResolver],
})
class ReadingModule {}

interface FeedPage {
  data: Record<string, unknown>[];
  next_cursor: string;
  has_more: boolean;
  gap: { reason: string } | null;
}

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([PublishingModule, ReadingModule]);
});

afterAll(() => engine.close());

const publish = async (tenantId: string, type = 'session.created'): Promise<string> => {
  const data = { session_id: 's1', external_ref: null, is_sandbox: false };
  const { id } = await engine
    .get(Publisher)
    .publish({ tenantRef: tenantRef(tenantId), type, data });
  return id;
};

const read = async (tenantId: string, query: object = {}): Promise<FeedPage> =>
  JSON.parse(
    await asTenant(tenantId, () =>
      engine
        .get(Feed)
        .read(
          tenantId,
          { wait: 0, format: 'envelope', limit: 50, ...query },
          new AbortController().signal,
        ),
    ),
  ) as FeedPage;

const idsOf = ({ data }: FeedPage): unknown[] => data.map(({ id }) => id);

describe('the feed', () => {
  it('returns what was published before the request in pages, always with a cursor', async () => {
    const { id } = await engine.createTenant();
    const empty = await read(id);
    expect(empty).toEqual({
      data: [],
      next_cursor: encodePosition(id, 0),
      has_more: false,
      gap: null,
    });
    const ids = [await publish(id), await publish(id), await publish(id)];
    const first = await read(id, { limit: 2, after: empty.next_cursor });
    expect([idsOf(first), first.has_more]).toEqual([ids.slice(0, 2), true]);
    const rest = await read(id, { after: first.next_cursor });
    expect([idsOf(rest), rest.has_more]).toEqual([ids.slice(2), false]);
    const end = await read(id, { after: rest.next_cursor });
    expect([end.data, end.next_cursor]).toEqual([[], rest.next_cursor]);
    expect((await read(id, { after: 'latest' })).next_cursor).toBe(rest.next_cursor);
    expect(idsOf(await read(id, { after: 'earliest' }))).toEqual(ids);
  });

  it('answers as soon as an event is published', async () => {
    const { id } = await engine.createTenant();
    const waiting = read(id, { wait: 30, types: 'session.started' });
    await publish(id, 'session.created');
    const started = await publish(id, 'session.started');
    expect(idsOf(await waiting)).toEqual([started]);
  });

  it('skips events of other types, and its cursor moves past them', async () => {
    const { id } = await engine.createTenant();
    await publish(id);
    await publish(id);
    const page = await read(id, { types: 'case.*', after: 'earliest' });
    expect([page.data, page.next_cursor]).toEqual([[], encodePosition(id, 2)]);
    const callbacks = await read(id, { format: 'callback' });
    expect([callbacks.data, callbacks.next_cursor]).toEqual([[], encodePosition(id, 2)]);
  });

  it('returns the elements of formats that are arrays', async () => {
    const { id } = await engine.createTenant();
    await publish(id);
    expect((await read(id, { format: 'topic' })).data).toEqual([
      { topic: 'session.created', session_id: 's1', external_ref: null, is_sandbox: false },
    ]);
  });

  it('refuses the cursor of another tenant, and one beyond the newest event', async () => {
    const [one, other] = [await engine.createTenant(), await engine.createTenant()];
    await publish(one.id);
    const { next_cursor } = await read(one.id);
    for (const after of [next_cursor, encodePosition(other.id, 9), 'nonsense']) {
      await expect(read(other.id, { after })).rejects.toMatchObject({
        status: 422,
        details: { errors: [{ pointer: '/after', code: 'invalid_cursor' }] },
      });
    }
  });

  it('reports a gap when events behind the cursor were deleted', async () => {
    const { id } = await engine.createTenant();
    const ids = [await publish(id), await publish(id), await publish(id)];
    const begin = await read(id, { limit: 1 });
    await engine.sql('DELETE FROM event_bodies WHERE event_id = $1', [
      parseId('event', ids[1] ?? ''),
    ]);
    const page = await read(id, { after: begin.next_cursor });
    expect([idsOf(page), page.gap]).toEqual([[ids[2]], { reason: 'expired' }]);
    await engine.sql('DELETE FROM event_log WHERE tenant_id = $1 AND position <= 2', [id]);
    await engine.sql('UPDATE event_log_heads SET purged_position = 2 WHERE tenant_id = $1', [id]);
    const later = await read(id, { after: begin.next_cursor });
    expect([idsOf(later), later.gap]).toEqual([[ids[2]], { reason: 'expired' }]);
    expect((await read(id)).gap).toBeNull();
    expect((await read(id, { after: later.next_cursor })).gap).toBeNull();
  });

  it('reports an event that cannot be decrypted in its place', async () => {
    const { id } = await engine.createTenant();
    const ids = [await publish(id), await publish(id)];
    await engine.sql(
      `UPDATE event_bodies SET sealed_data = overlay(sealed_data PLACING '\\x00' FROM 40) WHERE event_id = $1`,
      [parseId('event', ids[0] ?? '')],
    );
    const { data } = await read(id);
    expect(data[0]).toMatchObject({ id: ids[0], type: 'session.created', unreadable: true });
    expect(data[1]).toMatchObject({ id: ids[1], data: { session_id: 's1' } });
  });
});

describe('a waiting reader', () => {
  it('is woken without notifications, and by them again after a break', async () => {
    const { id } = await engine.createTenant();
    const sessions = (): Promise<{ pid: number }[]> =>
      engine.sql<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity
         WHERE application_name = 'postrider-listen' AND datname = current_database()`,
      );
    let { next_cursor: after } = await read(id);
    const waiting = read(id, { wait: 30, after });
    const [session] = await eventually(async () => {
      const found = await sessions();
      expect(found).toHaveLength(1);
      return found;
    });
    await engine.sql('SELECT pg_terminate_backend($1)', [session?.pid]);
    const first = await publish(id);
    const page = await waiting;
    expect(idsOf(page)).toEqual([first]);
    after = page.next_cursor;
    await eventually(async () => {
      const [again] = await sessions();
      expect(again?.pid).not.toBe(session?.pid);
      expect(again).toBeDefined();
    });
    const next = read(id, { wait: 30, after });
    const second = await publish(id);
    expect(idsOf(await next)).toEqual([second]);
  });
});
