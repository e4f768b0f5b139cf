import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem, asTenant, createLogger, inScope } from '../../../src/common/index.js';
import { createDataSource } from '../../../src/database/data-source.js';
import {
  HotPool,
  inspectDatabase,
  prepareDatabase,
  sessionsFor,
  statement,
} from '../../../src/database/index.js';
import type { DatabaseAccess } from '../../../src/database/index.js';
import { TENANT_TABLES, WITHOUT_TENANTS } from '../../../src/database/tenant-wall.js';
import {
  adminQuery,
  createTestDatabase,
  findPgBouncer,
  startPgBouncer,
} from '../../support/services/index.js';
import type { TestDatabase, TestPgBouncer } from '../../support/services/index.js';

const isPgBouncerInstalled = findPgBouncer() !== undefined;
if (!isPgBouncerInstalled) console.warn('Left out: the wall behind pgbouncer, which is missing.');

const TENANTS = Array.from({ length: 3 }, () => randomUUID());
const [OWN = '', OTHER = ''] = TENANTS;
const names = statement<{ id: string }>('wall-tenants', 'SELECT id FROM tenants ORDER BY id');

let database: TestDatabase;
let direct: DatabaseAccess;

const reach = async (url: string): Promise<DatabaseAccess> => ({
  url,
  sessions: sessionsFor(await inspectDatabase(url)),
});

beforeAll(async () => {
  database = await createTestDatabase();
  direct = await reach(database.url);
  for (const id of TENANTS) {
    await adminQuery(
      database.url,
      `INSERT INTO tenants (id, name) VALUES ('${id}', 'x');
       INSERT INTO audit_log (id, tenant_id, actor, role, action, target)
       VALUES (gen_random_uuid(), '${id}', 'x', 'admin', 'x', 'x')`,
    );
  }
});
afterAll(() => database.drop());

describe('every table', () => {
  let source: DataSource;
  beforeAll(async () => {
    source = await asSystem(() => createDataSource(direct).initialize());
  });
  afterAll(() => source.destroy());

  it('is known as one with rows of tenants or without', async () => {
    const tables = await source.query<{ name: string }[]>(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`,
    );
    const known = [...Object.keys(TENANT_TABLES), ...Object.keys(WITHOUT_TENANTS)];
    expect(tables.map(({ name }) => name)).toEqual(known.toSorted());
  });

  it('that names a tenant, or what a tenant has, is one with rows of tenants', async () => {
    const tables = await source.query<{ name: string }[]>(
      `SELECT DISTINCT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND a.attname ~ '(^|_)(tenant|endpoint|event|delivery|attempt|replay|erasure|session|link)_ids?$' ORDER BY 1`,
    );
    expect(Object.keys(TENANT_TABLES)).toEqual(
      expect.arrayContaining(tables.map(({ name }) => name)),
    );
  });

  it('with rows of tenants is secured, as each of its partitions, and tenants have only what its policy is for', async () => {
    const rows = await source.query<
      { name: string; is_secured: boolean; has_policy: boolean; may: boolean }[]
    >(
      `SELECT c.relname AS name, c.relrowsecurity AS is_secured,
         EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid
           AND p.polroles = ARRAY[(current_user || '_tenant')::regrole::oid]) AS has_policy,
         has_table_privilege(current_user || '_tenant', c.oid, 'SELECT, INSERT, UPDATE, DELETE') AS may
       FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
         AND NOT relname = ANY ($1) ORDER BY 1`,
      [Object.keys(WITHOUT_TENANTS)],
    );
    const expected = rows.map(({ name }) => {
      const isForTenants = TENANT_TABLES[name]?.rows !== undefined;
      return { name, is_secured: true, has_policy: isForTenants, may: isForTenants };
    });
    expect(rows).toEqual(expected);
  });
});

describe.each([
  ['a direct connection', () => Promise.resolve(direct)],
  ['a pooler of transactions', throughPooler],
] as const)('over %s', (way, access) => {
  const isLeftOut = way !== 'a direct connection' && !isPgBouncerInstalled;

  it.skipIf(isLeftOut)('each statement reaches the rows of its own caller', async () => {
    const pool = new HotPool(await access(), { maxConnections: 2 });
    const work = Array.from({ length: 60 }, (_, turn) => async () => {
      const tenantId = TENANTS[turn % (TENANTS.length + 1)];
      const read = (): Promise<{ id: string }[]> => pool.run(names);
      const rows = await (tenantId === undefined ? read() : asTenant(tenantId, read));
      return { tenantId, found: rows.map(({ id }) => id) };
    });
    for (const { tenantId, found } of await Promise.all(work.map((one) => one()))) {
      expect(found).toEqual(tenantId === undefined ? TENANTS.toSorted() : [tenantId]);
    }
    await pool.close();
  });

  it.skipIf(isLeftOut)('a transaction follows the scope of each of its statements', async () => {
    const source = await createDataSource({ ...(await access()), poolSize: 1 }).initialize();
    const count = async (query: (text: string) => Promise<unknown>): Promise<number> => {
      const rows = await query('SELECT count(*)::int AS count FROM tenants');
      return (rows as { count: number }[])[0]?.count ?? 0;
    };
    const counts = await asTenant(OWN, () =>
      source.transaction('REPEATABLE READ', async (manager) => {
        const query = (text: string): Promise<unknown> => manager.query(text);
        const before = await count(query);
        const all = await asSystem(async () => {
          await query('SAVEPOINT one');
          return count(query);
        });
        const again = await count(query);
        await query('ROLLBACK TO SAVEPOINT one');
        return [before, all, again, await count(query)];
      }),
    );
    expect(counts).toEqual([1, TENANTS.length, 1, 1]);
    expect(await count((text) => source.query(text))).toBe(TENANTS.length);
    await source.destroy();
  });

  it.skipIf(isLeftOut)('work that names no scope reaches no rows', async () => {
    const options = await access();
    const source = await createDataSource(options).initialize();
    const pool = new HotPool(options, { maxConnections: 1 });
    const refusal = 'by work that names no scope (asTenant, asSystem)';
    await inScope(undefined, async () => {
      await expect(pool.run(names)).rejects.toThrow(refusal);
      await expect(source.query('SELECT id FROM tenants')).rejects.toThrow(refusal);
      await expect(source.transaction(() => Promise.resolve())).rejects.toThrow(refusal);
    });
    expect(await pool.run(names)).toHaveLength(TENANTS.length);
    await pool.close();
    await source.destroy();
  });

  it.skipIf(isLeftOut)('a tenant writes no row of another, and no audit entry twice', async () => {
    const source = await createDataSource(await access()).initialize();
    const asOwn = (text: string): Promise<unknown> => asTenant(OWN, () => source.query(text));
    const values = `(gen_random_uuid(), '${OTHER}', 'x', 'x', 'x', 'x')`;
    const insert = `INSERT INTO audit_log (id, tenant_id, actor, role, action, target) VALUES ${values}`;
    await expect(asOwn(insert)).rejects.toThrow('violates row-level security');
    await expect(asOwn(`UPDATE audit_log SET actor = 'y'`)).rejects.toThrow('permission denied');
    await expect(asOwn('SELECT * FROM data_keys')).rejects.toThrow('permission denied');
    await asOwn(`UPDATE tenants SET name = 'changed'`);
    expect(await source.query(`SELECT id FROM tenants WHERE name = 'changed'`)).toEqual([
      { id: OWN },
    ]);
    await source.query(`UPDATE tenants SET name = 'x'`);
    await source.destroy();
  });
});

it('a wall that is not whole is named where a start must not migrate, and made whole by one that may', async () => {
  const logger = createLogger({ logLevel: 'silent' });
  const start = (migrate: 'on' | 'off'): Promise<void> =>
    prepareDatabase({ databaseUrl: database.url, migrate }, logger);
  await start('off');
  await adminQuery(
    database.url,
    `ALTER TABLE events DISABLE ROW LEVEL SECURITY; DROP POLICY ${roleOf(database.url)}_tenant ON replays`,
  );
  await expect(start('off')).rejects.toThrow('in 2 tables (first events)');
  await start('on');
  await expect(start('off')).resolves.toBeUndefined();
});

const roleOf = (url: string): string => new URL(url).username;

const poolers: TestPgBouncer[] = [];
afterAll(async () => {
  for (const pooler of poolers) await pooler.stop();
});

/** With fewer server connections than clients, so that each serves several. */
async function throughPooler(): Promise<DatabaseAccess> {
  const options = { databaseUrl: database.url, poolMode: 'transaction', poolSize: 1 } as const;
  const pooler = await startPgBouncer(options);
  poolers.push(pooler);
  return reach(pooler.through(database.url));
}
