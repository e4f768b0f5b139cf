import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/app/build.js';
import { spawnPostrider, useLab } from '../support/app/index.js';
import { adminQuery, createEmptyDatabase, databaseUrl } from '../support/services/index.js';
import type { TestDatabase } from '../support/services/index.js';
import { walkThrough } from '../support/walk-through.js';

/*
 * docker-compose.yml without Docker: its role is made and its processes are started as it says, with PostgreSQL and Redis
 * of the tests in place of its own.
 */

const lab = useLab();
const COMPOSE = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const ROLE_SQL = readFileSync(join(ROOT, 'docker', 'working-role.sql'), 'utf8');
const PASSWORDS: Record<string, string> = {
  POSTGRES_APP_PASSWORD: randomBytes(24).toString('hex'),
};

/** The text of a service, or of what all processes share. */
function blockOf(name: string): string {
  const start = COMPOSE.search(new RegExp(`^( {2})?${name}:`, 'm'));
  const text = COMPOSE.slice(COMPOSE.indexOf('\n', start) + 1);
  return text.slice(0, text.search(name.startsWith('x-') ? /^\S/m : /^ {0,2}\S/m));
}

function settingOf(block: string, name: string): string {
  const text = new RegExp(`^ +${name}: (.+)$`, 'm').exec(blockOf(block))?.[1] ?? '';
  return text.replaceAll("'", '');
}

const SHARED = 'x-postrider';

const [, SERVICE_LIST = ''] = /^services:\n(.*?)^\S/ms.exec(COMPOSE) ?? [];
const SERVICES = [...SERVICE_LIST.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name = '']) => name);

/** PostgreSQL writes beside its volume too. */
const WRITES = ['postgres'];

it('every service of docker-compose.yml gives up its capabilities, and writes to no file system of an image', () => {
  expect(SERVICES).toContain('api');
  expect(SERVICES).toContain('mail');
  const blocks = SERVICES.map((name): [string, string] => {
    const own = blockOf(name);
    return [name, own.includes('<<: *postrider') ? `${blockOf(SHARED)}${own}` : own];
  });
  const without = (line: RegExp): string[] =>
    blocks.flatMap(([name, block]) => (line.test(block) ? [] : [name]));
  expect(without(/^ +cap_drop:\n +- ALL$/m)).toEqual([]);
  expect(without(/^ +read_only: true$/m)).toEqual(WRITES);
});

describe('the roles of docker-compose.yml', () => {
  let database: TestDatabase;
  let works: Client;
  let migrated: unknown;

  /** The URL of a setting, at the server of the tests; its owner is the user `postrider`. */
  function urlOf(block: string, name: string): string {
    const [, user = '', passwordName = ''] =
      /^postgres:\/\/(\w+):\$\{(\w+):\?set it in \.env\}@postgres:5432\/postrider$/.exec(
        settingOf(block, name),
      ) ?? [];
    const url = new URL(database.url);
    if (user === 'postrider' && passwordName === 'POSTGRES_PASSWORD') return url.href;
    url.username = user;
    url.password = PASSWORDS[passwordName] ?? '';
    return url.href;
  }

  async function makeRole(): Promise<void> {
    const password = PASSWORDS.POSTGRES_APP_PASSWORD ?? '';
    const client = new Client({
      connectionString: database.url,
      options: settingOf('database-role', 'PGOPTIONS').replace(
        /\$\{POSTGRES_APP_PASSWORD.*\}/,
        password,
      ),
    });
    await client.connect();
    await client.query(ROLE_SQL);
    await client.end();
  }

  beforeAll(async () => {
    database = await createEmptyDatabase();
    // A role that was given more is set back.
    await makeRole();
    await adminQuery(database.url, 'ALTER ROLE postrider_app CREATEDB BYPASSRLS PASSWORD NULL');
    await makeRole();
    const job = await spawnPostrider({
      databaseUrl: urlOf('migrate', 'DATABASE_URL'),
      env: {
        MIGRATE: settingOf('migrate', 'MIGRATE'),
        MIGRATION_DATABASE_URL: urlOf('migrate', 'MIGRATION_DATABASE_URL'),
      },
    });
    migrated = await job.ended;
    works = new Client({ connectionString: urlOf(SHARED, 'DATABASE_URL') });
    await works.connect();
  });
  afterAll(async () => {
    await works.end();
    const server = databaseUrl(database.url, 'postgres');
    await database.drop();
    await adminQuery(server, 'DROP ROLE postrider_app_tenant, postrider_app');
  });

  it('the job that migrates ends well', () => {
    expect(migrated).toBe(0);
  });

  it('no process that serves has the password of the owner', () => {
    for (const block of [SHARED, 'api', 'worker']) {
      expect(blockOf(block)).not.toMatch(/POSTGRES_PASSWORD|MIGRATION_DATABASE_URL/);
    }
    expect(blockOf('migrate')).toContain('POSTGRES_PASSWORD');
  });

  it('the one of the processes owns nothing and has no right beyond its tables', async () => {
    const { rows } = await works.query(
      `SELECT current_user AS name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
         (SELECT count(*) FROM pg_class WHERE relowner = r.oid)::int
           + (SELECT count(*) FROM pg_proc WHERE proowner = r.oid)::int AS owned
       FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      {
        name: 'postrider_app',
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        owned: 0,
      },
    ]);
    for (const change of ["UPDATE audit_log SET actor = 'x'", 'DELETE FROM audit_log']) {
      await expect(works.query(change)).rejects.toThrow('permission denied');
    }
    await expect(works.query('CREATE TABLE its_own (id integer)')).rejects.toThrow(
      'permission denied',
    );
  });

  it('an api and a worker with it publish, deliver and replay', async () => {
    const redis = await lab.redis();
    const options = {
      databaseUrl: urlOf(SHARED, 'DATABASE_URL'),
      redisUrl: redis.url,
      env: { MIGRATE: settingOf(SHARED, 'MIGRATE') },
    };
    expect(options.env.MIGRATE).toBe('off');
    await lab.postrider({ ...options, role: 'worker' });
    const api = await lab.postrider({ ...options, role: 'api' });
    expect(await walkThrough(api, await lab.receiver())).toBe(10);
  });
});
