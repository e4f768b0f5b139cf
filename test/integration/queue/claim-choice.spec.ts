import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { SOLO_AFTER_LOST_LEASES } from '../../../src/model/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { queueAt } from './queued.js';
import type { Queued } from './queued.js';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([]);
});
afterEach(() => engine.sql('TRUNCATE delivery_queue, endpoint_pace, endpoint_health'));
afterAll(() => engine.close());

const LEASE = `interval '60 s'`;
const ids = (queued: Queued[]) => queued.map(({ endpointId }) => endpointId);
const byHand = (deliveryIds: string[]) =>
  engine.sql(`UPDATE delivery_queue SET trigger = 'manual' WHERE delivery_id = ANY ($1::uuid[])`, [
    deliveryIds,
  ]);
const makeSlow = (queued: Queued[]) =>
  engine.sql('UPDATE endpoint_health SET strikes = 1 WHERE endpoint_id = ANY ($1::uuid[])', [
    ids(queued),
  ]);

interface Slots {
  slots?: number;
  slow?: number;
  slowTotal?: number;
}

/** Calls a function that chooses among endpoints; all ties are broken alike. */
function choose<Row extends object>(
  name: string,
  queued: Queued[],
  { slots = 10, slow = 10, slowTotal = 80 }: Slots = {},
): Promise<Row[]> {
  const tieBreak = name === 'endpoint_budgets' ? '' : ', 1';
  return engine.sql<Row>(
    `SELECT * FROM ${name}($1::uuid[], now(), ${LEASE}, $2, $3, $4${tieBreak})`,
    [ids(queued), slots, slow, slowTotal],
  );
}

describe('waiting_endpoints_after', () => {
  it('names each endpoint once, in order, without those whose deliveries are under a lease', async () => {
    const queued = [await queueAt(engine, 3), await queueAt(engine, 1), await queueAt(engine, 2)];
    await engine.sql('UPDATE delivery_queue SET leased_until = now() WHERE endpoint_id = $1', [
      queued[1]?.endpointId,
    ]);
    const expected = [queued[0], queued[2]].map((one) => one?.endpointId ?? '').toSorted();
    const waiting = async (range: string) => {
      const text = `SELECT endpoint_id FROM waiting_endpoints_after(${range})`;
      return (await engine.sql<{ endpoint_id: string }>(text)).map((row) => row.endpoint_id);
    };
    expect(await waiting('NULL, NULL')).toEqual(expected);
    expect(await waiting('NULL, 1')).toEqual(expected.slice(0, 1));
    expect(await waiting(`'${expected[0]}', 5`)).toEqual(expected.slice(1));
  });
});

describe('look_for_due', () => {
  it('names endpoints that may be sent to, with their shards, and those that are not active', async () => {
    const [due, later, open, manual, paused] = await Promise.all([
      queueAt(engine, 2),
      queueAt(engine, 1),
      queueAt(engine, 1),
      queueAt(engine, 1),
      queueAt(engine, 1, { status: 'paused' }),
    ]);
    await engine.sql(
      `UPDATE delivery_queue SET due_at = now() + interval '1 minute' WHERE endpoint_id = $1`,
      [later.endpointId],
    );
    await engine.sql(
      `UPDATE endpoint_health SET open_until = now() + interval '1 minute'
       WHERE endpoint_id = ANY ($1::uuid[])`,
      [ids([open, manual])],
    );
    await byHand(manual.deliveryIds);
    const [look] = await engine.sql<{ due: string[]; shards: number[]; inactive: string[] }>(
      'SELECT * FROM look_for_due(NULL, 5, now())',
    );
    expect(look?.due.toSorted()).toEqual(ids([due, manual, paused]).toSorted());
    expect(look?.shards).toHaveLength(3);
    expect(look).toMatchObject({ inactive: [paused.endpointId], looked_to: null });
  });
});

describe('due_manual_deliveries', () => {
  it('gives positions at each endpoint, oldest first, without what is quarantined', async () => {
    const queued = await queueAt(engine, 3);
    const quarantined = await queueAt(engine, 1, {}, { lostLeases: SOLO_AFTER_LOST_LEASES });
    const [, second = '', third = ''] = queued.deliveryIds;
    await byHand([second, third, ...quarantined.deliveryIds]);
    expect(
      await engine.sql('SELECT delivery_id, position FROM due_manual_deliveries(now())'),
    ).toEqual([
      { delivery_id: second, position: 1 },
      { delivery_id: third, position: 2 },
    ]);
  });
});

describe('lane_share', () => {
  const share = async (args: string) =>
    (await engine.sql<{ share: number }>(`SELECT lane_share(${args}) AS share`))[0]?.share;

  it('divides the slow lane evenly, and takes off what an endpoint has in flight', async () => {
    expect(await share('true, 4, 0, 10, 30, 80')).toBe(20);
    expect(await share('true, 4, 15, 10, 30, 80')).toBe(5);
    expect(await share('true, 4, 25, 10, 30, 80')).toBe(0);
    expect(await share('true, 4, 0, 10, 7, 80')).toBe(7);
    expect(await share('true, 200, 0, 10, 30, 80')).toBe(1);
  });

  it('gives twice the even share of the other lane, and two at least', async () => {
    expect(await share('false, 1, 40, 10, 30, 80')).toBe(10);
    expect(await share('false, 4, 40, 10, 30, 80')).toBe(5);
    expect(await share('false, 100, 40, 10, 30, 80')).toBe(2);
  });
});

describe('endpoint_budgets', () => {
  const budgetsOf = async (queued: Queued[], slots?: Slots) => {
    const rows = await choose<{ endpoint_id: string; budget: number | null; manual_free: number }>(
      'endpoint_budgets',
      queued,
      slots,
    );
    return queued.map(({ endpointId }) => rows.find((row) => row.endpoint_id === endpointId));
  };

  it('counts the endpoints of a lane that are open only', async () => {
    const queued = [await queueAt(engine, 1), await queueAt(engine, 1), await queueAt(engine, 1)];
    await engine.sql(`UPDATE endpoints SET status = 'paused' WHERE id = $1`, [
      queued[2]?.endpointId,
    ]);
    const budgets = await budgetsOf(queued, { slots: 8 });
    expect(budgets.map((row) => row?.budget)).toEqual([8, 8, null]);
    expect(budgets[2]).toMatchObject({ manual_free: 50 });
  });

  it('holds whole requests, within capacity and tokens, after the attempts by hand', async () => {
    const batch = { format: 'topic', batch: { max_items: 10, wait_ms: 0 } };
    const queued = [
      await queueAt(engine, 1, batch),
      await queueAt(engine, 4, { max_in_flight: 3 }),
      await queueAt(engine, 1, { rate_limit_per_second: 60 }),
    ];
    await byHand(queued[1]?.deliveryIds.slice(0, 1) ?? []);
    const budgets = await budgetsOf(queued, { slots: 12 });
    expect(budgets.map((row) => row?.budget)).toEqual([10, 2, 3]);
  });
});

describe('claim_candidates', () => {
  it('are the oldest of each endpoint within its budget and one more', async () => {
    const { deliveryIds, ...rest } = await queueAt(engine, 9, { max_in_flight: 2 });
    const rows = await choose('claim_candidates', [{ deliveryIds, ...rest }]);
    expect(rows).toMatchObject([
      { delivery_id: deliveryIds[0], position: 1, request: 1, fits: true, solo: null },
      { delivery_id: deliveryIds[1], position: 2, request: 2, fits: true, solo: null },
      { delivery_id: deliveryIds[2], position: 3, request: 3, fits: false, must_wait: false },
    ]);
  });

  it('are of no more endpoints than there are slots, turn by turn of the tenants', async () => {
    const queued = [await queueAt(engine, 2), await queueAt(engine, 2), await queueAt(engine, 2)];
    await engine.sql('UPDATE endpoints SET tenant_id = $1 WHERE id = ANY ($2::uuid[])', [
      queued[0]?.tenantId,
      ids(queued.slice(0, 2)),
    ]);
    const rows = await choose<{ delivery_id: string | null; endpoint_id: string; fits: boolean }>(
      'claim_candidates',
      queued,
      { slots: 2 },
    );
    const sent = rows.filter((row) => row.delivery_id !== null && row.fits);
    expect(new Set(sent.map((row) => row.endpoint_id)).size).toBe(2);
    expect(sent.map((row) => row.endpoint_id)).toContain(queued[2]?.endpointId);
    expect(rows.filter((row) => row.delivery_id === null)).toMatchObject([{ fits: false }]);
  });

  it('go together in a request, and alone where they were asked for by hand', async () => {
    const batch = { format: 'topic', batch: { max_items: 2, wait_ms: 0 } };
    const queued = await queueAt(engine, 5, batch);
    await byHand(queued.deliveryIds.slice(4));
    const rows = await choose<{ request: number }>('claim_candidates', [queued]);
    expect(rows.map(({ request }) => request)).toEqual([1, 1, 2, 2, -1]);
    expect(rows[4]).toMatchObject({ position: 0, solo: queued.deliveryIds[4], fits: true });
  });

  it('must wait for a token of the rate limiter', async () => {
    const queued = await queueAt(engine, 2, { rate_limit_per_second: 1 });
    expect(await choose('claim_candidates', [queued])).toMatchObject([
      { fits: true, must_wait: false },
      { fits: false, must_wait: true },
    ]);
  });
});

describe('ranked_candidates', () => {
  const takenOf = async (queued: Queued[], slots?: Slots) => {
    const rows = await choose<{ endpoint_id: string; taken: boolean }>(
      'ranked_candidates',
      queued,
      slots,
    );
    const taken = (endpointId: string) =>
      rows.filter((row) => row.endpoint_id === endpointId && row.taken).length;
    return queued.map(({ endpointId }) => taken(endpointId));
  };

  it('take turns between endpoints', async () => {
    const queued = [await queueAt(engine, 9), await queueAt(engine, 2), await queueAt(engine, 9)];
    expect(await takenOf(queued, { slots: 6 })).toEqual([2, 2, 2]);
  });

  it('fill each lane by itself', async () => {
    const queued = [await queueAt(engine, 9), await queueAt(engine, 9)];
    await makeSlow(queued.slice(1));
    expect(await takenOf(queued, { slots: 4, slow: 3 })).toEqual([4, 3]);
    expect(await takenOf(queued, { slots: 0, slow: 3 })).toEqual([0, 3]);
  });

  it('take a request whole or not at all, unless it is the first', async () => {
    const batch = { format: 'topic', batch: { max_items: 4, wait_ms: 0 } };
    const queued = [await queueAt(engine, 8, batch)];
    expect(await takenOf(queued, { slots: 7 })).toEqual([4]);
    expect(await takenOf(queued, { slots: 3 })).toEqual([3]);
  });
});

describe('named_candidates', () => {
  it('leave a tenth of max_in_flight to what waits longer', async () => {
    const { deliveryIds } = await queueAt(engine, 12, { max_in_flight: 10 });
    const rows = await engine.sql<{ fits: boolean; position: number }>(
      `SELECT fits, position FROM named_candidates($1::uuid[], now(), ${LEASE}) ORDER BY position`,
      [deliveryIds],
    );
    expect(rows.map(({ fits }) => fits)).toEqual([
      ...Array<boolean>(9).fill(true),
      false,
      false,
      false,
    ]);
  });
});

describe('deliveries_ahead', () => {
  it('are the earlier ones of the subject, and one of it under a lease', async () => {
    const subject = newUuid();
    const { deliveryIds } = await queueAt(engine, 4, { ordered: true }, { subject });
    const ahead = async (deliveryId: string | undefined) => {
      const rows = await engine.sql<{ delivery_id: string }>(
        `SELECT a.delivery_id FROM delivery_queue q,
           deliveries_ahead(q.endpoint_id, q.subject_hash, q.sequence, q.delivery_id) a
         WHERE q.delivery_id = $1`,
        [deliveryId],
      );
      return rows.map((row) => row.delivery_id).toSorted();
    };
    expect(await ahead(deliveryIds[0])).toEqual([]);
    expect(await ahead(deliveryIds[2])).toEqual(deliveryIds.slice(0, 2).toSorted());
    await engine.sql('UPDATE delivery_queue SET leased_until = now() WHERE delivery_id = $1', [
      deliveryIds[3],
    ]);
    expect(await ahead(deliveryIds[0])).toEqual(deliveryIds.slice(3));
  });
});

describe('the plan of a claim', () => {
  const planOf = async (call: string) =>
    (await engine.sql<{ 'QUERY PLAN': string }>(`EXPLAIN SELECT * FROM ${call}`))
      .map((row) => row['QUERY PLAN'])
      .join('\n');
  const NONE = `'{}'::uuid[], now(), ${LEASE}`;

  it.each([
    `select_due(${NONE}, 10, 10, 80, 1)`,
    `select_quarantined(now(), ${LEASE})`,
    'waiting_endpoints_after(NULL, 10)',
    'look_for_due(NULL, 10, now())',
  ])('is one plan: PostgreSQL inlines every function of %s', async (call) => {
    expect(await planOf(call)).not.toContain('Function Scan');
  });
});
