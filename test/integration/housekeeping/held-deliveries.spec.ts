import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger, firstUuidAt } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { HotPool } from '../../../src/database/index.js';
import { HeldDeliveries } from '../../../src/housekeeping/held-deliveries.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

const DAY_MS = 24 * 3_600_000;

describe('held deliveries', () => {
  let engine: Engine;
  let held: HeldDeliveries;
  let tail = 0;

  beforeAll(async () => {
    engine = await startEngine([]);
    const logger = createLogger(loadSettings({ LOG_LEVEL: 'silent' }, '.'));
    held = new HeldDeliveries(engine.get(HotPool), { now: () => Date.now() }, logger, 30);
  });
  afterAll(() => engine.close());

  async function seed(
    endpointId: string,
    { days, reason, status = 'held' }: { days: number; reason: string; status?: string },
  ): Promise<string> {
    tail += 1;
    const id = firstUuidAt(Date.now() - days * DAY_MS).replace(
      /.{12}$/,
      String(tail).padStart(12, '0'),
    );
    await engine.sql(
      `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, reason, unhappy, max_attempts, created_at)
       VALUES ($1, $1, $1, $2, 'session.created', 'envelope', $3, $4, true, 12, now())`,
      [id, endpointId, status, reason],
    );
    return id;
  }

  const stateOf = async (id: string): Promise<unknown> => {
    const rows = await engine.sql<{ status: string; reason: string }>(
      'SELECT status, reason FROM deliveries WHERE id = $1',
      [id],
    );
    return rows.map(({ status, reason }) => `${status} ${reason}`).join();
  };

  const paused = async (): Promise<string> =>
    (await engine.createTenant([{ status: 'paused' }])).endpointIds[0] ?? '';

  it('fail after the maximum age, whatever their reason', async () => {
    const endpoint = await paused();
    const old = await seed(endpoint, { days: 31, reason: 'endpoint_paused' });
    const poison = await seed(endpoint, { days: 400, reason: 'poison' });
    const young = await seed(endpoint, { days: 29, reason: 'endpoint_paused' });
    const skipped = { days: 31, reason: 'operator_skipped', status: 'skipped' };
    const settled = await seed(endpoint, skipped);
    expect(await held.sweep()).toBe(2);
    expect(await stateOf(old)).toBe('failed retention_expired');
    expect(await stateOf(poison)).toBe('failed retention_expired');
    expect(await stateOf(young)).toBe('held endpoint_paused');
    expect(await stateOf(settled)).toBe('skipped operator_skipped');
    expect(await held.sweep()).toBe(0);
  });

  it('wait for the outcome of a retry by hand', async () => {
    const endpoint = await paused();
    const id = await seed(endpoint, { days: 31, reason: 'endpoint_paused' });
    await engine.sql(
      `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, trigger, resume_status)
       VALUES ($1, $1, $2, $1, now(), 'manual', 'held')`,
      [id, endpoint],
    );
    expect(await held.sweep()).toBe(0);
    await engine.sql('DELETE FROM delivery_queue WHERE delivery_id = $1', [id]);
    expect(await held.sweep()).toBe(1);
  });

  it('fail in several statements if there are many, once each with two workers', async () => {
    const endpoint = await paused();
    await engine.sql(
      `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, reason, unhappy, max_attempts, created_at)
       SELECT uuid_at(now() - make_interval(days => 40, secs => n)), $1, $1, $1, 'session.created', 'envelope', 'held', 'endpoint_paused', true, 12, now()
       FROM generate_series(1, 2100) n`,
      [endpoint],
    );
    const [one, other] = await Promise.all([held.sweep(), held.sweep()]);
    expect((one ?? 0) + (other ?? 0)).toBe(2100);
  });

  it('are released if their endpoint is active', async () => {
    const active = (await engine.createTenant([{}])).endpointIds[0] ?? '';
    await seed(active, { days: 1, reason: 'endpoint_paused' });
    const poisoned = (await engine.createTenant([{}])).endpointIds[0] ?? '';
    await seed(poisoned, { days: 1, reason: 'poison' });
    await held.sweep();
    const releasing = async (id: string): Promise<unknown> =>
      (await engine.sql<object>('SELECT releasing FROM endpoints WHERE id = $1', [id]))[0];
    expect(await releasing(active)).toEqual({ releasing: 'send' });
    expect(await releasing(poisoned)).toEqual({ releasing: null });
  });

  it('are released if their address is no longer on hold', async () => {
    const to = 'someone@one.test';
    const endpointId = (await engine.createTenant([{}])).endpointIds[0] ?? '';
    await engine.sql(
      `UPDATE endpoints SET channel = 'email', url = NULL, recipients = ARRAY[$2] WHERE id = $1`,
      [endpointId, to],
    );
    await engine.sql(
      `INSERT INTO held_addresses (endpoint_id, recipient, reason) VALUES ($1, $2, 'refused')`,
      [endpointId, to],
    );
    const id = await seed(endpointId, { days: 1, reason: 'address_on_hold' });
    await engine.sql('UPDATE deliveries SET recipient = $2 WHERE id = $1', [id, to]);
    const releasing = (): Promise<unknown> =>
      engine.sql('SELECT releasing FROM endpoints WHERE id = $1', [endpointId]);
    await held.sweep();
    expect(await releasing()).toEqual([{ releasing: null }]);
    await engine.sql('DELETE FROM held_addresses WHERE endpoint_id = $1', [endpointId]);
    await held.sweep();
    expect(await releasing()).toEqual([{ releasing: 'send' }]);
  });
});
