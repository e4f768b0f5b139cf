import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HotPool } from '../../../src/database/index.js';
import { SLOW_ATTEMPT_MS, SOLO_AFTER_LOST_LEASES } from '../../../src/model/index.js';
import { Claims } from '../../../src/queue/claims.js';
import { eventually } from '../../support/app/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { testClaims } from '../../support/test-claims.js';
import { idsOf, queueAt } from './queued.js';
import type { Queued } from './queued.js';

let engine: Engine;
let other: Client;

beforeAll(async () => {
  engine = await startEngine([]);
  other = new Client({ connectionString: engine.databaseUrl });
  await other.connect();
});
afterEach(() => engine.sql('TRUNCATE delivery_queue, endpoint_pace, endpoint_health'));
afterAll(async () => {
  await other.end();
  await engine.close();
});

const worker = () => testClaims(engine.get(HotPool), 60_000);

/** Endpoints of tenants that are in different shards. */
async function queueApart(count: number): Promise<Queued[]> {
  const found = new Map<number, Queued>();
  while (found.size < count) {
    const queued = await queueAt(engine, 3);
    found.set(await shardOf(queued), queued);
  }
  await engine.sql('DELETE FROM delivery_queue WHERE endpoint_id <> ALL ($1::uuid[])', [
    [...found.values()].map(({ endpointId }) => endpointId),
  ]);
  return [...found.values()];
}

async function shardOf({ tenantId }: Queued): Promise<number> {
  const [row] = await engine.sql<{ shard: number }>('SELECT claim_shard($1) AS shard', [tenantId]);
  return row?.shard ?? -1;
}

/** Another claim of the tenants, which is not over before `release`. */
async function occupy(queued: Queued[]): Promise<{ release(): Promise<unknown> }> {
  await other.query('BEGIN');
  for (const one of queued) {
    await other.query('SELECT lock_shards(ARRAY[$1::int], false)', [await shardOf(one)]);
  }
  return { release: () => other.query('COMMIT') };
}

const waitsForLock = () =>
  eventually(async () =>
    expect(
      await engine.sql(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
      ),
    ).toHaveLength(1),
  );

describe('while another claim chooses among the endpoints of a tenant', () => {
  it('a claim of what is due takes what is due at the others', async () => {
    const [busy, free] = await queueApart(2);
    if (!busy || !free) throw new Error('Two tenants are needed.');
    const claim = await occupy([busy]);
    const claimed = await worker().due(10);
    expect(idsOf(claimed)).toEqual(free.deliveryIds.toSorted());
    expect(claimed.more).toBe(true);
    await claim.release();
    expect(idsOf(await worker().due(10))).toEqual(busy.deliveryIds.toSorted());
  });

  it('a claim by name takes those of the others, and names the rest', async () => {
    const [busy, free] = await queueApart(2);
    if (!busy || !free) throw new Error('Two tenants are needed.');
    const claim = await occupy([busy]);
    const claimed = await worker().named([...busy.deliveryIds, ...free.deliveryIds]);
    expect(idsOf(claimed)).toEqual(free.deliveryIds.toSorted());
    expect(claimed.busy.toSorted()).toEqual(busy.deliveryIds.toSorted());
    await claim.release();
    expect(idsOf(await worker().named(claimed.busy))).toEqual(busy.deliveryIds.toSorted());
  });

  it.each(['named', 'due'] as const)('a claim of nothing else waits for it (%s)', async (kind) => {
    const [busy] = await queueApart(1);
    if (!busy) throw new Error('A tenant is needed.');
    const claim = await occupy([busy]);
    const claiming = kind === 'due' ? worker().due(10) : worker().named(busy.deliveryIds);
    await waitsForLock();
    await claim.release();
    expect(idsOf(await claiming)).toEqual(busy.deliveryIds.toSorted());
  });

  it('a quarantined delivery is not claimed', async () => {
    const [busy] = await queueApart(1);
    if (!busy) throw new Error('A tenant is needed.');
    const line = { lostLeases: SOLO_AFTER_LOST_LEASES };
    const { deliveryIds } = await queueAt(engine, 1, {}, line);
    const claim = await occupy([busy]);
    const claiming = worker().quarantined();
    await waitsForLock();
    await claim.release();
    expect(idsOf(await claiming)).toEqual(deliveryIds);
  });
});

describe('while a worker of a build without shards claims', () => {
  it.each(['named', 'due', 'quarantined'] as const)('no other claim chooses (%s)', async (kind) => {
    const lostLeases = kind === 'quarantined' ? SOLO_AFTER_LOST_LEASES : 0;
    const { deliveryIds } = await queueAt(engine, 1, {}, { lostLeases });
    await other.query('BEGIN');
    await other.query('SELECT pg_advisory_xact_lock(7305512202)');
    const claims = {
      named: () => worker().named(deliveryIds),
      due: () => worker().due(1),
      quarantined: () => worker().quarantined(),
    };
    const claiming = claims[kind]();
    await waitsForLock();
    await other.query('COMMIT');
    expect(idsOf(await claiming)).toEqual(deliveryIds);
  });
});

describe('where more endpoints wait than one look goes through', () => {
  const claims = (endpointsPerLook: number) =>
    new Claims(engine.get(HotPool), { ms: 60_000, attemptMs: 0 }, endpointsPerLook);
  const lookWith = (workerClaims: Claims, slots: { quick?: number; slowTotal?: number } = {}) =>
    workerClaims.due({ quick: 10, slow: 10, slowNamed: 0, slowTotal: 80, ...slots });

  it('each look goes on behind the one before, and begins again after the last', async () => {
    const queued = await Promise.all([1, 2, 3, 4, 5].map(() => queueAt(engine, 1)));
    const expected = queued.map(({ endpointId }) => endpointId).toSorted();
    const one = claims(2);
    const looks = [await lookWith(one), await lookWith(one), await lookWith(one)];
    const seen = looks.map(({ deliveries }) => deliveries.map((row) => row.endpoint_id).toSorted());
    expect(seen).toEqual([expected.slice(0, 2), expected.slice(2, 4), expected.slice(4)]);
    expect(looks.map(({ isPart }) => isPart)).toEqual([true, true, false]);
    const again = await queueAt(engine, 1);
    expect(idsOf(await lookWith(one))).toEqual(again.deliveryIds);
  });

  it('an attempt by hand waits for no other look', async () => {
    for (let n = 0; n < 4; n += 1) await queueAt(engine, 1);
    const last = await queueAt(engine, 1);
    await engine.sql(`UPDATE delivery_queue SET trigger = 'manual' WHERE endpoint_id = $1`, [
      last.endpointId,
    ]);
    expect(idsOf(await lookWith(claims(1)))).toEqual(expect.arrayContaining(last.deliveryIds));
  });

  it('the slow lane is shared with the endpoints of the other looks', async () => {
    for (let n = 0; n < 6; n += 1) await queueAt(engine, 20);
    await engine.sql('UPDATE endpoint_health SET strikes = 1');
    const one = claims(2);
    // The first round learns how many looks there are.
    for (let look = 0; look < 3; look += 1) await lookWith(one, { quick: 0 });
    await engine.sql('UPDATE delivery_queue SET leased_until = NULL');
    const { deliveries } = await lookWith(one, { quick: 0, slowTotal: 18 });
    const endpoints = deliveries.map((row) => row.endpoint_id).toSorted();
    const [first] = endpoints;
    expect(endpoints.filter((id) => id === first)).toHaveLength(3);
    expect(endpoints).toHaveLength(6);
  });
});

describe('numbers that SQL and TypeScript both know', () => {
  const textOf = async (name: string) => {
    const [row] = await engine.sql<{ text: string }>(
      'SELECT prosrc AS text FROM pg_proc WHERE proname = $1',
      [name],
    );
    return row?.text ?? '';
  };

  it('agree on when a delivery is quarantined', async () => {
    const functions = [
      'select_quarantined',
      'due_manual_deliveries',
      'claim_candidates',
      'named_candidates',
    ];
    for (const name of functions) {
      const limits = [...(await textOf(name)).matchAll(/lost_leases (?:<|>=) (\d+)/g)];
      expect(limits.map(([, limit]) => Number(limit))).toEqual([SOLO_AFTER_LOST_LEASES]);
    }
    const [index] = await engine.sql<{ definition: string }>(
      `SELECT pg_get_indexdef('delivery_queue_suspects'::regclass) AS definition`,
    );
    expect(index?.definition).toContain(`lost_leases >= ${SOLO_AFTER_LOST_LEASES}`);
  });

  it('agree on when an attempt is slow', async () => {
    expect(await textOf('uses_slow_lane')).toContain(`interval '${SLOW_ATTEMPT_MS} milliseconds'`);
  });
});
