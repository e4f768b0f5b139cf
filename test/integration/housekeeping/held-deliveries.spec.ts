import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger, firstUuidAt } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { HotPool } from '../../../src/database/index.js';
import { HeldDeliveries } from '../../../src/housekeeping/held-deliveries.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { rowsRead } from '../../support/rows-read.js';

const DAY_MS = 24 * 3_600_000;

describe('held deliveries', () => {
  let engine: Engine;
  const logger = createLogger(loadSettings({ LOG_LEVEL: 'silent' }, '.'));
  let pool: HotPool;
  /** The time of the sweeps, which the tests move. */
  let now = 0;
  let held: HeldDeliveries;
  let tail = 0;

  beforeAll(async () => {
    engine = await startEngine([]);
    pool = engine.get(HotPool);
  });
  beforeEach(() => {
    now = Date.now();
    held = sweeperOn(pool);
  });
  afterAll(() => engine.close());

  const sweeperOn = (on: Pick<HotPool, 'run'>): HeldDeliveries =>
    new HeldDeliveries(on, { now: () => now }, logger, 30);

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

  describe('at endpoints with many deliveries that failed', () => {
    /** A sweep of everything looks at so many rows in one statement. */
    const ROWS_OF_A_PIECE = 5_000;
    const HOUR_MS = 3_600_000;
    let endpointIds: string[];
    let sent: [text: string, values: unknown[] | undefined][] = [];

    beforeAll(async () => {
      ({ endpointIds } = await engine.createTenant([{ status: 'paused' }, {}]));
      await engine.sql(
        `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, reason, unhappy, max_attempts, created_at)
         SELECT (substr(uuid_at(now() - make_interval(secs => n * 500))::text, 1, 24) || '00000000000' || nth)::uuid, e, e, e,
           'session.created', 'envelope', 'failed', 'attempts_exhausted', true, 12, now()
         FROM unnest($1::uuid[]) WITH ORDINALITY endpoint (e, nth), generate_series(1, 12000) n`,
        [endpointIds],
      );
      await engine.sql('ANALYZE deliveries');
    });
    beforeEach(async () => {
      const recording: Pick<HotPool, 'run'> = {
        run: (one, values) => {
          sent.push([one.text, values]);
          return pool.run(one, values);
        },
      };
      held = sweeperOn(recording);
      await held.sweep();
    });

    /** Of the statements that were sent, the rows that each reads. */
    async function rowsOfEach(): Promise<number[]> {
      const client = new Client({ connectionString: engine.databaseUrl });
      await client.connect();
      const rows: number[] = [];
      for (const [text, values] of sent) {
        await client.query('BEGIN');
        rows.push(await rowsRead(client, text, values ?? []));
        await client.query('ROLLBACK');
      }
      await client.end();
      return rows;
    }

    const releasing = async (): Promise<unknown> =>
      (await engine.sql('SELECT releasing FROM endpoints WHERE id = $1', [endpointIds[1]]))[0];

    it('are looked for piece by piece, to the last one', async () => {
      const rows = await rowsOfEach();
      expect(Math.max(...rows)).toBeGreaterThanOrEqual(ROWS_OF_A_PIECE);
      // At the seam of two partitions some rows are read besides.
      expect(Math.max(...rows)).toBeLessThan(1.2 * ROWS_OF_A_PIECE);
      const old = await seed(endpointIds[0] ?? '', { days: 30.1, reason: 'endpoint_paused' });
      const orphan = await seed(endpointIds[1] ?? '', { days: 0.1, reason: 'endpoint_paused' });
      await sweeperOn(pool).sweep();
      expect(await stateOf(old)).toBe('failed retention_expired');
      expect(await releasing()).toEqual({ releasing: 'send' });
      await engine.sql('DELETE FROM deliveries WHERE id = $1', [orphan]);
      await engine.sql('UPDATE endpoints SET releasing = NULL');
    });

    it('are looked for only where something has changed, until a day has passed', async () => {
      await engine.sql(`UPDATE endpoints SET updated_at = now() - interval '1 day'`);
      now += HOUR_MS;
      const old = await seed(endpointIds[0] ?? '', { days: 30, reason: 'endpoint_paused' });
      const older = await seed(endpointIds[0] ?? '', { days: 40, reason: 'endpoint_paused' });
      const orphan = await seed(endpointIds[1] ?? '', { days: 2, reason: 'endpoint_paused' });
      sent = [];
      expect(await held.sweep()).toBe(1);
      expect(await stateOf(old)).toBe('failed retention_expired');
      const rows = await rowsOfEach();
      expect(rows.reduce((a, b) => a + b)).toBeLessThan(1_000);
      expect(await releasing()).toEqual({ releasing: null });

      now += 24 * HOUR_MS;
      await held.sweep();
      expect(await stateOf(older)).toBe('failed retention_expired');
      expect(await releasing()).toEqual({ releasing: 'send' });
      await engine.sql('DELETE FROM deliveries WHERE id = $1', [orphan]);
    });

    it('are looked for at once where the endpoint has changed', async () => {
      await engine.sql(`UPDATE endpoints SET releasing = NULL, updated_at = now()`);
      await seed(endpointIds[1] ?? '', { days: 2, reason: 'endpoint_paused' });
      now += HOUR_MS / 2;
      await held.sweep();
      expect(await releasing()).toEqual({ releasing: 'send' });
    });
  });
});
