import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

let engine: Engine;
let publisher: Publisher;

beforeAll(async () => {
  engine = await startEngine([PublishingModule]);
  publisher = engine.get(Publisher);
});

afterAll(() => engine.close());

const request = (tenantId: string, sessionId: string, more: object = {}) => ({
  tenantRef: tenantRef(tenantId),
  type: 'session.created',
  data: { session_id: sessionId, external_ref: 'user_1', is_sandbox: false },
  ...more,
});

const stored = (tenantId: string) =>
  engine.sql<{ id: string; sequence: number }>(
    'SELECT id, sequence FROM events WHERE tenant_id = $1 ORDER BY sequence',
    [tenantId],
  );

describe('idempotency keys', () => {
  it('answer the same body with the first event', async () => {
    const { id } = await engine.createTenant([{}]);
    const first = await publisher.publish(request(id, 's1', { idempotencyKey: 'k' }));
    const again = await publisher.publish(request(id, 's1', { idempotencyKey: 'k' }));
    expect(first).toMatchObject({ duplicate: false, deliveries: 1 });
    expect(again).toEqual({ ...first, duplicate: true });
    expect(await stored(id)).toHaveLength(1);
  });

  it('refuse another body', async () => {
    const { id } = await engine.createTenant();
    await publisher.publish(request(id, 's1', { idempotencyKey: 'k' }));
    const other = publisher.publish(request(id, 's2', { idempotencyKey: 'k' }));
    await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict', status: 409 });
    expect(await stored(id)).toHaveLength(1);
  });

  it('make one event of many publishes at once', async () => {
    const { id } = await engine.createTenant([{}]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        publisher.publish(request(id, 's1', { idempotencyKey: 'k' })),
      ),
    );
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect(answers.filter((answer) => !answer.duplicate)).toHaveLength(1);
    expect(await stored(id)).toHaveLength(1);
  });

  it('belong to their tenant, and are free again after 7 days', async () => {
    const [a, b] = [await engine.createTenant(), await engine.createTenant()];
    const first = await publisher.publish(request(a.id, 's1', { idempotencyKey: 'k' }));
    const other = await publisher.publish(request(b.id, 's9', { idempotencyKey: 'k' }));
    expect(other.duplicate).toBe(false);
    await engine.sql(
      `UPDATE idempotency_keys SET expires_at = now() - interval '1 second' WHERE tenant_id = $1`,
      [a.id],
    );
    const later = await publisher.publish(request(a.id, 's2', { idempotencyKey: 'k' }));
    expect(later.duplicate).toBe(false);
    expect(later.id).not.toBe(first.id);
  });
});

describe('sequences', () => {
  it('rise per subject in the order of publishing, within one commit too', async () => {
    const { id } = await engine.createTenant();
    const answers = await Promise.all(
      ['a', 'b', 'a', 'a', 'b'].map((session) => publisher.publish(request(id, session))),
    );
    await publisher.publish(request(id, 'a'));
    const sequences = new Map((await stored(id)).map((row) => [row.id, row.sequence]));
    expect(answers.map((answer) => sequences.get(parseId('event', answer.id) ?? ''))).toEqual([
      1, 1, 2, 3, 2,
    ]);
    expect(Math.max(...sequences.values())).toBe(4);
  });
});

describe('fan-out', () => {
  it('sees an endpoint that was added, paused or removed before the publish', async () => {
    const { id, endpointIds } = await engine.createTenant([{}]);
    const change = (text: string): Promise<object[]> =>
      engine.sql(
        `WITH t AS (UPDATE tenants SET fanout_version = fanout_version + 1 WHERE id = $2)
         UPDATE endpoints SET ${text} WHERE id = $1`,
        [endpointIds[0], id],
      );
    const statuses = async (sessionId: string): Promise<string[]> => {
      const answer = await publisher.publish(request(id, sessionId));
      const rows = await engine.sql<{ status: string }>(
        'SELECT status FROM deliveries WHERE event_id = $1',
        [parseId('event', answer.id)],
      );
      return rows.map((row) => row.status);
    };
    expect(await statuses('s1')).toEqual(['pending']);
    await change(`status = 'paused'`);
    expect(await statuses('s2')).toEqual(['held']);
    await change(`status = 'active', event_types = '{check.*}'`);
    expect(await statuses('s3')).toEqual([]);
    await change(`deleted_at = now()`);
    expect(await statuses('s4')).toEqual([]);
    expect(
      await engine.sql('SELECT unsent FROM events WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1', [
        id,
      ]),
    ).toEqual([{ unsent: [{ endpoint_id: null, reason: 'no_endpoint' }] }]);
  });

  it('refuses a tenant that is deleted, and one out of scope, in the same words', async () => {
    const { id } = await engine.createTenant();
    const other = await engine.createTenant();
    await publisher.publish(request(id, 's1'));
    const outOfScope = publisher.publish(request(id, 's1'), [other.id]);
    await expect(outOfScope).rejects.toMatchObject({ status: 404, code: 'not_found' });
    await engine.sql(
      'UPDATE tenants SET deleted_at = now(), fanout_version = fanout_version + 1 WHERE id = $1',
      [id],
    );
    await expect(publisher.publish(request(id, 's2'))).rejects.toMatchObject({ status: 404 });
    expect(await stored(id)).toHaveLength(1);
  });
});

describe('what is stored', () => {
  it('holds no identity data in the clear', async () => {
    const { id } = await engine.createTenant([{}]);
    const marker = 'Zebedee Marker';
    await publisher.publish({
      tenantRef: tenantRef(id),
      type: 'session.approved',
      idempotencyKey: marker,
      data: {
        session_id: marker,
        external_ref: marker,
        status: 'approved',
        is_sandbox: false,
        result: { extracted_data: { first_name: marker } },
      },
    });
    const tables = await engine.sql<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const patterns = [marker, Buffer.from(marker).toString('hex')];
    for (const { name } of tables) {
      const rows = await engine.sql(
        `SELECT FROM "${name}" AS r WHERE r::text LIKE ANY ($1::text[])`,
        [patterns.map((pattern) => `%${pattern}%`)],
      );
      expect(rows, name).toEqual([]);
    }
  });
});
