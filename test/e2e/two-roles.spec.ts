import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WITHOUT_TENANTS } from '../../src/database/tenant-wall.js';
import { spawnPostrider, useLab } from '../support/app/index.js';
import type { Postrider } from '../support/app/index.js';
import { adminQuery, createEmptyDatabase, databaseUrl } from '../support/services/index.js';
import type { TestDatabase } from '../support/services/index.js';
import { walkThrough } from '../support/walk-through.js';

const lab = useLab();
const PASSWORD = 'p@ss';
/** Tables and functions that a role owns. */
const OWNED = `
SELECT (SELECT count(*) FROM pg_class WHERE relowner = $1::regrole)::int
  + (SELECT count(*) FROM pg_proc WHERE proowner = $1::regrole)::int AS owned`;

describe('a role that migrates and one that works and owns nothing', () => {
  const suffix = randomBytes(4).toString('hex');
  const roles = { owner: `postrider_owner_${suffix}`, works: `postrider_works_${suffix}` };
  let database: TestDatabase;
  let works: Client;
  let app: Postrider;
  let refusal = '';

  const urlAs = (role: string): string => {
    const url = new URL(database.url);
    url.username = role;
    url.password = PASSWORD;
    return url.href;
  };

  /** The owner may not make roles yet. */
  async function refusedStart(): Promise<void> {
    const running = await spawnPostrider({
      databaseUrl: urlAs(roles.works),
      env: { MIGRATION_DATABASE_URL: urlAs(roles.owner) },
    });
    expect(await running.ended).toBe(1);
    refusal = running.stderr().trimEnd();
  }

  beforeAll(async () => {
    const server = await createEmptyDatabase();
    for (const role of Object.values(roles)) {
      await adminQuery(server.url, `CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    }
    await server.drop();
    database = await createEmptyDatabase(`OWNER ${roles.owner}`);
    await refusedStart();
    await adminQuery(database.url, `ALTER ROLE ${roles.owner} CREATEROLE`);
    app = await lab.postrider({
      databaseUrl: urlAs(roles.works),
      env: { MIGRATION_DATABASE_URL: urlAs(roles.owner) },
    });
    works = new Client({ connectionString: urlAs(roles.works) });
    await works.connect();
  });
  afterAll(async () => {
    await app.stop();
    await works.end();
    const server = databaseUrl(database.url, 'postgres');
    await database.drop();
    for (const role of [`${roles.works}_tenant`, ...Object.values(roles)]) {
      await adminQuery(server, `DROP ROLE ${role}`);
    }
  });

  it('the latter publishes, delivers and replays, and registers event types', async () => {
    expect(await walkThrough(app, await lab.receiver())).toBe(10);
    const type = {
      type: 'loan.decided',
      description: 'A loan was decided.',
      schema: { type: 'object', properties: { loan_id: { type: 'string' } } },
      example: { loan_id: 'loan_1' },
    };
    await app.ok('POST', '/v1/event-types', type);
    expect((await works.query(OWNED, [roles.works])).rows).toEqual([{ owned: 0 }]);
  });

  it('a start says in one line what a database administrator has to run where the former may make no role', () => {
    const tenants = `"${roles.works}_tenant"`;
    expect(refusal.split('\n')).toEqual([
      expect.stringContaining(
        `run CREATE ROLE ${tenants} NOLOGIN; GRANT ${tenants} TO "${roles.works}" WITH INHERIT FALSE.`,
      ),
    ]);
  });

  it('every table with rows of tenants is secured for the latter, and its partitions, also new ones', async () => {
    await works.query('SELECT ensure_partitions(3)');
    const { rows } = await works.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
         AND NOT relrowsecurity ORDER BY 1`,
    );
    expect(rows.map(({ relname: name }: { relname: string }) => name)).toEqual(
      Object.keys(WITHOUT_TENANTS).toSorted(),
    );
    const other = await works.query('SELECT count(*)::int AS rows FROM tenants');
    expect(other.rows).not.toEqual([{ rows: 0 }]);
  });

  it('the latter makes partitions, which the former then owns', async () => {
    await adminQuery(urlAs(roles.owner), 'DROP TABLE events_default');
    await expect(works.query('CREATE TABLE its_own (id integer)')).rejects.toThrow(
      'permission denied',
    );
    await works.query('SELECT ensure_partitions(2)');
    const { rows } = await works.query(
      `SELECT relowner = $1::regrole AS is_owners FROM pg_class WHERE relname = 'events_default'`,
      [roles.owner],
    );
    expect(rows).toEqual([{ is_owners: true }]);
  });

  it('everything that runs with the rights of its owner has a search_path of its own, and not for PUBLIC', async () => {
    const { rows } = await works.query(
      `SELECT p.proname AS name, array_to_string(p.proconfig, ' ') ~ '^search_path=' AS is_pinned,
         proowner = $1::regrole AS is_owners,
         EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0) OR proacl IS NULL AS is_public,
         has_function_privilege(oid, 'EXECUTE') AS may_run
       FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef ORDER BY 1`,
      [roles.owner],
    );
    const safe = { is_pinned: true, is_owners: true, is_public: false };
    expect(rows).toEqual([
      { name: 'chain_audit', ...safe, may_run: true },
      { name: 'drop_past_partition', ...safe, may_run: true },
      { name: 'ensure_partitions', ...safe, may_run: true },
      { name: 'postrider_publish_v1', ...safe, may_run: false },
      { name: 'purge_audit', ...safe, may_run: true },
    ]);
  });
});
