import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Housekeeping, HousekeepingModule } from '../../../src/housekeeping/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

let engine: Engine;
let publisher: Publisher;

beforeAll(async () => {
  engine = await startEngine([PublishingModule, HousekeepingModule]);
  publisher = engine.get(Publisher);
});

afterAll(() => engine.close());

const wrong = (tenantId: string) => ({
  tenantRef: tenantRef(tenantId),
  type: 'session.created',
  data: { session_id: 7 },
});

const kept = (tenantId: string): Promise<{ source: string }[]> =>
  engine.sql('SELECT source FROM rejected_publishes WHERE tenant_id = $1', [tenantId]);

describe('a refused publish', () => {
  it('from code is kept too', async () => {
    const { id } = await engine.createTenant();
    await expect(publisher.publish(wrong(id))).rejects.toMatchObject({ status: 422 });
    expect(await kept(id)).toEqual([{ source: 'module' }]);
  });

  it('is kept whatever becomes of the transaction around it', async () => {
    const { id } = await engine.createTenant();
    const transaction = engine
      .get(DataSource)
      .transaction((manager) => publisher.publishWithin(manager, wrong(id)));
    await expect(transaction).rejects.toMatchObject({ code: 'validation_failed' });
    expect(await kept(id)).toEqual([{ source: 'transaction' }]);
  });

  it('is refused all the same where it cannot be kept', async () => {
    const { id } = await engine.createTenant();
    await engine.sql('ALTER TABLE rejected_publishes RENAME TO hidden');
    await expect(publisher.publish(wrong(id))).rejects.toMatchObject({ status: 422 });
    await engine.sql('ALTER TABLE hidden RENAME TO rejected_publishes');
    expect(await kept(id)).toEqual([]);
  });

  it('is counted where a tenant has too many', async () => {
    const { id } = await engine.createTenant();
    const refused = await Promise.allSettled(
      Array.from({ length: 1_100 }, () => publisher.publish(wrong(id))),
    );
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
    // A refusal waits for its record for a moment only: the last ones may be stored later.
    await eventually(async () => {
      const count = (await kept(id)).length;
      expect(count).toBeLessThan(1_100);
      const [row] = await engine.sql<{ count: number }>(
        'SELECT sum(count)::bigint AS count FROM rejected_publish_drops WHERE tenant_id = $1',
        [id],
      );
      expect(row?.count).toBe(1_100 - count);
    });
  });
});

describe('housekeeping', () => {
  it('deletes what has expired and nothing else', async () => {
    const { id } = await engine.createTenant();
    for (let n = 0; n < 3; n += 1) await publisher.publish(wrong(id)).catch(() => undefined);
    const publish = (idempotencyKey: string) =>
      publisher.publish({
        ...wrong(id),
        data: { session_id: 's', external_ref: null, is_sandbox: false },
        idempotencyKey,
      });
    await Promise.all([publish('a'), publish('b')]);
    for (const [table, key] of [
      ['rejected_publishes', 'id'],
      ['idempotency_keys', 'key_hash'],
    ]) {
      await engine.sql(
        `UPDATE ${table} SET expires_at = now()
         WHERE ${key} = (SELECT ${key} FROM ${table} WHERE tenant_id = $1 ORDER BY ${key} LIMIT 1)`,
        [id],
      );
    }
    // As old as its key: they are found by it.
    await engine.sql(
      `UPDATE idempotency_keys SET event_id = uuid_at(now() - interval '7 days')
       WHERE tenant_id = $1 AND expires_at <= now()`,
      [id],
    );
    await engine.sql(
      `INSERT INTO derived_effects (tenant_id, effect_hash, type, told_hash, event_id, stored_at)
       SELECT $1, gen_random_uuid(), 'check.matched', $1, $1, now() - age
       FROM unnest('{6 days,8 days}'::interval[]) AS age`,
      [id],
    );
    expect(await engine.get(Housekeeping).purge()).toBe(false);
    expect(await engine.sql('SELECT FROM derived_effects WHERE tenant_id = $1', [id])).toHaveLength(
      1,
    );
    expect(await kept(id)).toHaveLength(2);
    expect(
      await engine.sql('SELECT FROM idempotency_keys WHERE tenant_id = $1', [id]),
    ).toHaveLength(1);
  });

  it('makes the partitions of the time ahead', async () => {
    const [last] = await engine.sql<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relispartition AND relkind = 'r' AND relname ~ '^events_\\d'
       ORDER BY relname DESC LIMIT 1`,
    );
    const next = last?.name ?? '';
    await engine.sql(`DROP TABLE ${next}`);
    const housekeeping = engine.get(Housekeeping);
    housekeeping.start();
    await eventually(async () => {
      expect(await engine.sql('SELECT 1 WHERE to_regclass($1) IS NOT NULL', [next])).toHaveLength(
        1,
      );
    });
    await housekeeping.stop();
  });
});
