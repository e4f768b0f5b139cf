import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createLogger } from '../../../src/common/index.js';
import { startEmbeddedPostgres } from '../../../src/database/embedded/index.js';
import { prepareDatabase } from '../../../src/database/index.js';
import { claimDue, claimNamed } from '../../../src/queue/claims.js';

/** Whose deliveries wait. */
export interface Load {
  tenants: number;
  endpointsEach: number;
  deliveriesEach: number;
}

/** A connection of a worker. */
export interface Claimant {
  client: Client;
  /** Ids of what a claim took. */
  due(slots: number): Promise<string[]>;
  named(ids: string[]): Promise<string[]>;
}

export interface ClaimsDatabase {
  seed(load: Load): Promise<void>;
  connect(): Promise<Claimant>;
  stop(): Promise<void>;
}

const LEASE_MS = 60_000;
/** None, so that every claim takes as many at most, however old the leases of its endpoints are. */
const SLOW_SLOTS = 0;
const ENDPOINTS_PER_LOOK = 500;
/** As the connections of the hot path have them. */
const PLANNER =
  '-c enable_seqscan=off -c enable_bitmapscan=off -c jit=off -c plan_cache_mode=force_generic_plan';

const SEED = [
  'TRUNCATE tenants, endpoints, delivery_queue, endpoint_health, endpoint_pace CASCADE',
  `INSERT INTO tenants (id, name) SELECT gen_random_uuid(), 'Acme ' || n FROM generate_series(1, $1::int) n`,
  `INSERT INTO endpoints (id, tenant_id, url, max_in_flight, signing)
   SELECT gen_random_uuid(), t.id, 'https://example.com/', 1000, '[]' FROM tenants t, generate_series(1, $1::int)`,
  'INSERT INTO endpoint_health (endpoint_id, last_success_at) SELECT id, now() FROM endpoints',
  `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at)
   SELECT gen_random_uuid(), gen_random_uuid(), e.id, e.tenant_id, now() - interval '1 minute'
   FROM generate_series(1, $1::int), endpoints e`,
  'VACUUM ANALYZE',
];

/** A server of its own, which need not be durable, with the schema of these sources. */
export async function startClaimsDatabase(): Promise<ClaimsDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'postrider-bench-claims-'));
  const log = { info: () => undefined, warn: () => undefined };
  const server = await startEmbeddedPostgres({ dataDir, log, durable: false });
  await prepareDatabase(
    { databaseUrl: server.url, migrate: 'on' },
    createLogger({ logLevel: 'warn' }),
  );
  const connect = async (): Promise<Claimant> => {
    const client = new Client({ connectionString: server.url, options: PLANNER });
    await client.connect();
    return claimantOn(client);
  };
  const seed = async ({ tenants, endpointsEach, deliveriesEach }: Load): Promise<void> => {
    const { client } = await connect();
    const counts = [undefined, tenants, endpointsEach, undefined, deliveriesEach];
    for (const [index, text] of SEED.entries()) {
      await client.query(text, counts[index] === undefined ? undefined : [counts[index]]);
    }
    await client.end();
  };
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { seed, connect, stop };
}

function claimantOn(client: Client): Claimant {
  const worker = randomUUID();
  const ids = (length: number): string[] => Array.from({ length }, () => randomUUID());
  const run = async (query: { name: string; text: string }, values: unknown[]) => {
    const { rows } = await client.query<{ delivery_id: string | null }>({ ...query, values });
    return rows.flatMap(({ delivery_id: id }) => id ?? []);
  };
  return {
    client,
    due: (slots) => {
      const free = [worker, slots, SLOW_SLOTS, 8 * slots, LEASE_MS, ids(slots + SLOW_SLOTS)];
      return run(claimDue, [...free, null, ENDPOINTS_PER_LOOK, 1]);
    },
    named: (named) => run(claimNamed, [worker, 100, 100, LEASE_MS, ids(named.length), named]),
  };
}
