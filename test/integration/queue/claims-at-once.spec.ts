import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { HotPool, statement } from '../../../src/database/index.js';
import { seededRandom } from '../../chaos/seeded-random.js';
import type { SeededRandom } from '../../chaos/seeded-random.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { addFormerClaims } from '../../support/former-claims.js';
import { testClaims } from '../../support/test-claims.js';

/* Random loads, claimed by several workers at the same moment. A failure names the seed that reproduces the load. */

const ROUNDS = 12;
const CLAIMANTS = 6;
/** Deliveries of each endpoint. */
const EACH = 30;

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([]);
  await addFormerClaims(engine.databaseUrl);
});
afterEach(() => engine.sql('TRUNCATE delivery_queue, endpoint_pace, endpoint_health'));
afterAll(() => engine.close());

interface Load {
  endpoints: { id: string; tenantId: string; maxInFlight: number; limit: number | undefined }[];
  deliveryIds: string[];
}

/** Returns the ids of what a claim took. */
type Claimant = (load: Load, random: SeededRandom) => Promise<string[]>;

const present: Claimant = async (load, random) => {
  const worker = testClaims(engine.get(HotPool), 60_000);
  const { deliveries } =
    random.next() < 0.5
      ? await worker.due(random.integer(1, 30))
      : await worker.named(load.deliveryIds.filter(() => random.next() < 0.3));
  return deliveries.map((delivery) => delivery.delivery_id);
};

const former: Claimant = async (load, random) => {
  const ids = load.deliveryIds.filter(() => random.next() < 0.3);
  const slots = random.integer(1, 30);
  const lease = `interval '60 s', ARRAY(SELECT gen_random_uuid() FROM generate_series(1, 500))`;
  const rows = await engine.sql<{ delivery_id: string | null }>(
    random.next() < 0.5
      ? `SELECT * FROM former_claim_due_deliveries(gen_random_uuid(), ${slots}, ${slots}, ${slots * 8}, ${lease})`
      : `SELECT * FROM former_claim_named_deliveries(gen_random_uuid(), ${slots}, ${slots}, ${lease},
           ARRAY(SELECT jsonb_array_elements_text('${JSON.stringify(ids)}')::uuid))`,
  );
  return rows.flatMap(({ delivery_id: id }) => id ?? []);
};

/** Tenants with endpoints that differ in all that limits a claim, and subjects that keep their order. */
async function makeLoad(random: SeededRandom): Promise<Load> {
  const endpoints: Load['endpoints'] = [];
  for (let tenant = random.integer(2, 5); tenant > 0; tenant -= 1) {
    const columns = Array.from({ length: random.integer(1, 3) }, () => ({
      max_in_flight: random.integer(1, 6),
      ordered: random.next() < 0.4,
      ...(random.next() < 0.3 ? { rate_limit_per_second: random.integer(1, 60) } : {}),
    }));
    const { id: tenantId, endpointIds } = await engine.createTenant(columns);
    for (const [index, id] of endpointIds.entries()) {
      const maxInFlight = columns[index]?.max_in_flight ?? 0;
      endpoints.push({ id, tenantId, maxInFlight, limit: columns[index]?.rate_limit_per_second });
    }
  }
  await engine.sql(
    `INSERT INTO endpoint_health (endpoint_id, last_success_at, strikes)
     SELECT id, now(), CASE WHEN n % 3 = 0 THEN 1 ELSE 0 END FROM unnest($1::uuid[]) WITH ORDINALITY AS e (id, n)`,
    [endpoints.map(({ id }) => id)],
  );
  const subjects = Array.from({ length: 4 }, newUuid);
  const rows = endpoints.flatMap(({ id: endpointId, tenantId }) =>
    Array.from({ length: EACH }, () => [newUuid(), endpointId, tenantId, random.pick(subjects)]),
  );
  const columns = [0, 1, 2, 3].map((column) => rows.map((row) => row[column]));
  await engine.sql(
    `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, subject_hash, sequence)
     SELECT d.id, d.id, e.id, e.tenant_id, now() - interval '1 minute',
       CASE WHEN e.ordered THEN d.subject END, CASE WHEN e.ordered THEN n END
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) WITH ORDINALITY
       AS d (id, endpoint_id, tenant_id, subject, n)
     JOIN endpoints e ON e.id = d.endpoint_id ORDER BY n`,
    columns,
  );
  return { endpoints, deliveryIds: rows.map(([id]) => id ?? '') };
}

/** What no moment may show: each row says what is broken. */
const BROKEN = statement<{ broken: string }>(
  'broken',
  `SELECT 'max_in_flight of ' || e.id AS broken FROM endpoints e
   WHERE e.max_in_flight < (SELECT count(*) FROM delivery_queue WHERE endpoint_id = e.id AND leased_until IS NOT NULL)
   UNION ALL
   SELECT 'order at ' || q.endpoint_id FROM delivery_queue q JOIN delivery_queue o
     ON o.endpoint_id = q.endpoint_id AND o.subject_hash = q.subject_hash AND o.sequence < q.sequence
   WHERE q.leased_until IS NOT NULL`,
);

/** How many requests a rate limit allows at most while so much time passes. */
const allowed = (limit: number, elapsedMs: number) =>
  Math.max(1, Math.floor(limit * 0.05)) + (limit * 0.85 * elapsedMs) / 1000;

/** Claims at once, round by round, and ends some of the attempts between. Returns what was broken. */
async function run(
  seed: number,
  kinds: Claimant[],
): Promise<{ taken: string[]; broken: string[] }> {
  const random = seededRandom(seed);
  const load = await makeLoad(random);
  const startedAtMs = performance.now();
  const taken: string[] = [];
  const broken: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const claimants = Array.from({ length: CLAIMANTS / kinds.length }, () => kinds).flat();
    const claims = await Promise.all(claimants.map((claim) => claim(load, random)));
    taken.push(...claims.flat());
    broken.push(...(await engine.get(HotPool).run(BROKEN)).map((row) => row.broken));
    const ended = claims.flat().filter(() => random.next() < 0.6);
    await engine.sql('DELETE FROM delivery_queue WHERE delivery_id = ANY ($1::uuid[])', [ended]);
  }
  const elapsedMs = performance.now() - startedAtMs;
  const left = await engine.sql<{ endpoint_id: string; queued: number }>(
    `SELECT endpoint_id, count(*) AS queued FROM delivery_queue WHERE leased_until IS NULL GROUP BY 1`,
  );
  for (const { id, limit } of load.endpoints) {
    const sent = EACH - (left.find((row) => row.endpoint_id === id)?.queued ?? 0);
    if (limit !== undefined && sent > allowed(limit, elapsedMs)) broken.push(`rate of ${id}`);
  }
  return { taken, broken };
}

const seeds = Array.from({ length: 8 }, (_, index) => index + 1);

describe('claims of the same moment', () => {
  it.each(seeds)('keep max_in_flight, order and rate (seed %i)', async (seed) => {
    const { taken, broken } = await run(seed, [present]);
    expect(taken).not.toEqual([]);
    expect(broken).toEqual([]);
    expect(new Set(taken).size).toBe(taken.length);
  });

  it.each(seeds)('do so beside workers of the former build (seed %i)', async (seed) => {
    const { taken, broken } = await run(seed, [present, former]);
    expect(taken).not.toEqual([]);
    expect(broken).toEqual([]);
    expect(new Set(taken).size).toBe(taken.length);
  });
});
