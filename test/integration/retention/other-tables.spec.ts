import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { RetentionModule } from '../../../src/retention/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { agedId, keeping, storeAged, untilDone } from './aged-events.js';

describe('tables without partitions', () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await startEngine([RetentionModule]);
  });
  afterAll(() => engine.close());

  it('let positions of the log go, and readers know of the gap', async () => {
    const tenantId = newUuid();
    await engine.sql(
      `INSERT INTO event_log (tenant_id, position, event_ids, placed_at)
       SELECT $1, n, ARRAY[$1::uuid], now() - make_interval(days => 40 - n * 10) FROM generate_series(1, 3) n`,
      [tenantId],
    );
    await engine.sql('INSERT INTO event_log_heads (tenant_id, last_position) VALUES ($1, 3)', [
      tenantId,
    ]);
    await untilDone(keeping(engine, 25, 900));
    expect(
      await engine.sql('SELECT purged_position FROM event_log_heads WHERE tenant_id = $1', [
        tenantId,
      ]),
    ).toEqual([{ purged_position: 1 }]);
    expect(await engine.sql('SELECT FROM event_log WHERE tenant_id = $1', [tenantId])).toHaveLength(
      2,
    );
  });

  it('forget a subject that has no event and was not counted on for as long as records are kept', async () => {
    const tenantId = newUuid();
    const event = await storeAged(engine, { tenantId, days: 1 });
    const count = (hash: string, days: number) =>
      engine.sql(
        `INSERT INTO subject_sequences (tenant_id, subject_hash, last_sequence, used_at)
         VALUES ($1, $2, 7, now() - make_interval(days => $3))`,
        [tenantId, hash, days],
      );
    const young = newUuid();
    await count(event, 1_000);
    await count(young, 800);
    await count(newUuid(), 1_000);
    await untilDone(keeping(engine, 30, 900));
    const left = await engine.sql<{ subject_hash: string }>(
      'SELECT subject_hash FROM subject_sequences WHERE tenant_id = $1',
      [tenantId],
    );
    expect(left.map(({ subject_hash }) => subject_hash).toSorted()).toEqual(
      [event, young].toSorted(),
    );
  });

  it('lose refused publishes of a tenant with its content, where that is kept for less than a week', async () => {
    const [short, other] = [await engine.createTenant([]), await engine.createTenant([])];
    await engine.sql('UPDATE tenants SET retention_days = 3 WHERE id = $1', [short.id]);
    const noTenant = '00000000-0000-0000-0000-000000000000';
    const refuse = async (tenantId: string, days: number): Promise<void> => {
      await engine.sql(
        `INSERT INTO rejected_publishes (id, tenant_id, tenant_ref, source, status, code, errors, created_at, expires_at)
         VALUES ($1, $2, 'x', 'api', 422, 'x', '[]', now(), now() + interval '7 days')`,
        [agedId(days), tenantId],
      );
    };
    const ids = [short.id, other.id, noTenant];
    for (const tenantId of ids) for (const days of [2, 4, 6]) await refuse(tenantId, days);
    const left = async (): Promise<number[]> => {
      const rows = await engine.sql<{ tenant_id: string }>(
        'SELECT tenant_id FROM rejected_publishes',
      );
      return ids.map((id) => rows.filter(({ tenant_id }) => tenant_id === id).length);
    };
    await untilDone(keeping(engine, 30, 900));
    expect(await left()).toEqual([1, 3, 3]);
    await untilDone(keeping(engine, 5, 900));
    expect(await left()).toEqual([1, 2, 2]);
  });

  it('lose audit entries, keys, replays, endpoints and tenants of the past', async () => {
    const { id: tenantId, endpointIds } = await engine.createTenant([{}]);
    const [endpointId] = endpointIds;
    const [old, young] = [agedId(1_000), agedId(800)];
    for (const id of [old, young]) {
      await engine.sql(
        `INSERT INTO audit_log (id, actor, role, action, target) VALUES ($1, 'system', 'system', 'x.y', 'z')`,
        [id],
      );
    }
    await engine.sql(
      `INSERT INTO api_keys (id, key_hash, role, name, revoked_at) VALUES ($1, 'x', 'admin', 'x', now() - interval '1000 days')`,
      [tenantId],
    );
    await engine.sql(
      `INSERT INTO data_keys (id, tenant_id, period, wrapped_by, wrapped)
       SELECT gen_random_uuid(), $1, period, 'k1', '' FROM unnest(ARRAY['2001-01', '2001-02', '2001-03', '2001-04', '2100-01']) period`,
      [tenantId],
    );
    await engine.sql(
      `INSERT INTO endpoint_secrets (id, endpoint_id, sealed_secret)
       SELECT $1, $2, '\\x01'::bytea || uuid_send(id) FROM data_keys WHERE tenant_id = $3 AND period = '2001-02'`,
      [newUuid(), endpointId, tenantId],
    );
    const sealedWith = `'sealed:' || translate(encode('\\x01'::bytea || uuid_send(k.id), 'base64'), E'\n', '')`;
    await engine.sql(
      `UPDATE tenants t SET name = ${sealedWith} FROM data_keys k WHERE t.id = $1 AND k.tenant_id = t.id AND k.period = '2001-03'`,
      [tenantId],
    );
    await engine.sql(
      `UPDATE endpoints e SET channel = 'email', url = NULL, recipients = ARRAY[${sealedWith}]
       FROM data_keys k WHERE e.id = $1 AND k.tenant_id = e.tenant_id AND k.period = '2001-04'`,
      [endpointId],
    );
    await untilDone(keeping(engine, 30, 900));
    const ids = async (table: string, column = 'id') =>
      (await engine.sql<Record<string, string>>(`SELECT ${column} FROM ${table}`)).map(
        (row) => row[column],
      );
    expect(await ids('audit_log')).toContain(young);
    expect(await ids('audit_log')).not.toContain(old);
    expect(await ids('api_keys')).not.toContain(tenantId);
    const periods = await engine.sql(
      'SELECT period FROM data_keys WHERE tenant_id = $1 ORDER BY period',
      [tenantId],
    );
    const kept = ['2001-02', '2001-03', '2001-04', '2100-01'];
    expect(periods).toEqual(kept.map((period) => ({ period })));
    await engine.sql(
      `UPDATE endpoints SET deleted_at = now() - interval '1000 days' WHERE id = $1`,
      [endpointId],
    );
    await engine.sql(`UPDATE tenants SET deleted_at = now() - interval '1000 days' WHERE id = $1`, [
      tenantId,
    ]);
    await untilDone(keeping(engine, 30, 900));
    expect(await ids('endpoints')).not.toContain(endpointId);
    expect(await ids('tenants')).not.toContain(tenantId);
    expect(await ids('data_keys', 'tenant_id')).not.toContain(tenantId);
  });
});
