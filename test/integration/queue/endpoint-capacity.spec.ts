import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../support/engine.js';
import type { EndpointColumns, Engine } from '../../support/engine.js';
import { queueAt } from './queued.js';
import type { Queued } from './queued.js';

/** One moment for all arguments, so that the figures are exact. */
const MOMENT = `timestamptz '2026-01-01 12:00:00Z'`;

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([]);
});
afterEach(() => engine.sql('TRUNCATE delivery_queue, endpoint_pace, endpoint_health'));
afterAll(() => engine.close());

async function valueOf(expression: string): Promise<unknown> {
  const [row] = await engine.sql<{ value: unknown }>(`SELECT ${expression} AS value`);
  return row?.value;
}

describe('rate_limiter', () => {
  const at = (seconds: number) => `${MOMENT} - ${seconds} * interval '1 second'`;
  const limiter = async (limit: string, rampFrom: string, tokens: string, refilledAt: string) => {
    const [row] = await engine.sql<{ rate: number | null; tokens: number | null }>(
      `SELECT * FROM rate_limiter(${limit}, ${rampFrom}, ${tokens}, ${refilledAt}, ${MOMENT})`,
    );
    return row && { rate: row.rate, tokens: row.tokens && Math.round(row.tokens * 1_000) / 1_000 };
  };

  it.each([
    ['without a limit: none', ['NULL', 'NULL', 'NULL', 'NULL'], null, null],
    ['never counted: a full bucket', ['100', 'NULL', 'NULL', 'NULL'], 85, 5],
    ['a small limit: one request at least', ['1', 'NULL', 'NULL', 'NULL'], 0.85, 1],
    ['refilled by the time that passed', ['100', 'NULL', '2', at(0.02)], 85, 3.7],
    ['never above the size of the bucket', ['100', 'NULL', '2', at(60)], 85, 5],
    ['counted later than now: no token is lost', ['100', 'NULL', '2', at(-1)], 85, 2],
    ['at the start of a ramp', ['NULL', at(0), 'NULL', 'NULL'], 10, 5],
    ['two seconds into a ramp', ['NULL', at(2), 'NULL', 'NULL'], 40, 20],
    ['a ramp above the limit', ['100', at(5), 'NULL', 'NULL'], 85, 5],
    ['a ramp below the limit', ['1000', at(1), 'NULL', 'NULL'], 20, 10],
    ['after the ramp', ['NULL', at(10), 'NULL', 'NULL'], null, null],
    ['before the hold-back ends', ['NULL', at(-1), 'NULL', 'NULL'], null, null],
  ] as const)('%s', async (_, args, rate, tokens) => {
    const [limit, rampFrom, left, refilledAt] = args;
    expect(await limiter(limit, rampFrom, left, refilledAt)).toEqual({ rate, tokens });
  });
});

describe('breaker_state', () => {
  it.each([
    ['NULL', 'NULL', 'closed'],
    ['0', 'NULL', 'closed'],
    ['1', `${MOMENT} + interval '1 ms'`, 'open'],
    ['1', MOMENT, 'probing'],
  ])('of %s trips, open until %s: %s', async (trips, openUntil, state) => {
    expect(await valueOf(`breaker_state(${trips}, ${openUntil}, ${MOMENT})`)).toBe(state);
  });
});

describe('uses_slow_lane', () => {
  const HEALTHY = { success: MOMENT, strikes: '0', slowUntil: 'NULL', leaseEnd: 'NULL' };
  it.each([
    ['not while it answers quickly', {}, false],
    ['without a success', { success: 'NULL', strikes: 'NULL' }, true],
    ['after a failure', { strikes: '1' }, true],
    ['while a slow attempt is recent', { slowUntil: `${MOMENT} + interval '1 ms'` }, true],
    ['not when that is a minute ago', { slowUntil: MOMENT }, false],
    ['not for an attempt of 249 ms', { leaseEnd: `${MOMENT} + interval '59.751 s'` }, false],
    ['for an attempt of 251 ms', { leaseEnd: `${MOMENT} + interval '59.749 s'` }, true],
  ])('%s', async (_, changes, expected) => {
    const { success, strikes, slowUntil, leaseEnd } = { ...HEALTHY, ...changes };
    const args = [success, strikes, slowUntil, leaseEnd, MOMENT, `interval '60 s'`];
    expect(await valueOf(`uses_slow_lane(${args.join(', ')})`)).toBe(expected);
  });
});

describe('endpoint_capacity', () => {
  const endpoint = (count: number, columns?: EndpointColumns) => queueAt(engine, count, columns);
  const capacityOf = async ({ endpointId }: Queued): Promise<object | undefined> => {
    const [row] = await engine.sql(
      `SELECT * FROM endpoint_capacity(ARRAY[$1::uuid], now(), interval '60 s')`,
      [endpointId],
    );
    return row;
  };
  const lease = (ids: string[]) =>
    engine.sql(
      `UPDATE delivery_queue SET leased_until = now() + interval '60 s' WHERE delivery_id = ANY ($1::uuid[])`,
      [ids],
    );
  const health = ({ endpointId }: Queued, changes: string) =>
    engine.sql(`UPDATE endpoint_health SET ${changes} WHERE endpoint_id = $1`, [endpointId]);

  it('is max_in_flight without what is under a lease', async () => {
    const queued = await endpoint(5, { max_in_flight: 3 });
    expect(await capacityOf(queued)).toMatchObject({
      tenant_id: queued.tenantId,
      max_items: 1,
      max_in_flight: 3,
      is_open: true,
      leased: 0,
      free: 3,
      is_slow: false,
      rate: null,
      tokens: null,
    });
    await lease(queued.deliveryIds.slice(0, 2));
    expect(await capacityOf(queued)).toMatchObject({ leased: 2, free: 1 });
    await lease(queued.deliveryIds);
    expect(await capacityOf(queued)).toMatchObject({ leased: 5, free: 0 });
  });

  it('is one delivery at a time while the breaker probes, and none while it is open', async () => {
    const queued = await endpoint(2);
    await health(queued, `trips = 1, open_until = now() + interval '1 minute'`);
    expect(await capacityOf(queued)).toMatchObject({ is_open: false });
    await health(queued, `open_until = now() - interval '1 second'`);
    expect(await capacityOf(queued)).toMatchObject({ is_open: true, free: 1 });
    await lease(queued.deliveryIds.slice(0, 1));
    expect(await capacityOf(queued)).toMatchObject({ is_open: true, free: 0 });
  });

  it('is closed to an endpoint that is held back, paused, or releases in order', async () => {
    const queued = await endpoint(1, { ordered: true });
    const set = (changes: string) =>
      engine.sql(`UPDATE endpoints SET ${changes} WHERE id = $1`, [queued.endpointId]);
    await health(queued, `held_back_until = now() + interval '1 minute'`);
    expect(await capacityOf(queued)).toMatchObject({ is_open: false });
    await health(queued, `held_back_until = NULL`);
    expect(await capacityOf(queued)).toMatchObject({ is_open: true });
    await set(`releasing = 'send'`);
    expect(await capacityOf(queued)).toMatchObject({ is_open: false });
    await set(`releasing = NULL, status = 'paused'`);
    expect(await capacityOf(queued)).toMatchObject({ is_open: false });
    await set('deleted_at = now()');
    expect(await capacityOf(queued)).toBeUndefined();
  });

  it('reads the tokens that were left, with the limit of the endpoint', async () => {
    const queued = await endpoint(1, { rate_limit_per_second: 100 });
    expect(await capacityOf(queued)).toMatchObject({ rate: 85, tokens: 5 });
    await engine.sql(`SELECT spend_tokens(ARRAY[$1::uuid], '{-30000}', now())`, [
      queued.endpointId,
    ]);
    const [{ tokens } = { tokens: NaN }] = await engine.sql<{ tokens: number }>(
      `SELECT tokens FROM endpoint_capacity(ARRAY[$1::uuid], now(), interval '60 s')`,
      [queued.endpointId],
    );
    expect(tokens).toBeLessThan(-1_000);
  });
});

describe('due_endpoints', () => {
  it('leaves out where nothing is due or may go, unless it was asked for by hand', async () => {
    const [due, later, heldBack, byHand] = await Promise.all(
      [1, 1, 1, 1].map((n) => queueAt(engine, n)),
    );
    const ids = [due, later, heldBack, byHand].map((queued) => queued?.endpointId ?? '');
    await engine.sql(
      `UPDATE delivery_queue SET due_at = now() + interval '1 hour' WHERE endpoint_id = $1`,
      [ids[1]],
    );
    await engine.sql(
      `UPDATE endpoint_health SET held_back_until = now() + interval '1 hour'
       WHERE endpoint_id = ANY ($1::uuid[])`,
      [ids.slice(2)],
    );
    await engine.sql(`UPDATE delivery_queue SET trigger = 'manual' WHERE endpoint_id = $1`, [
      ids[3],
    ]);
    const rows = await engine.sql<{ endpoint_id: string }>(
      'SELECT * FROM due_endpoints($1::uuid[], now())',
      [ids],
    );
    expect(new Set(rows.map((row) => row.endpoint_id))).toEqual(new Set([ids[0], ids[3]]));
  });
});
