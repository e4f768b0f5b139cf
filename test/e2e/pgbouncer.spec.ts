import { describe, expect, it } from 'vitest';
import {
  adminQuery,
  createEmptyDatabase,
  databaseUrl,
  findPgBouncer,
  startPgBouncer,
} from '../support/services/index.js';
import { spawnPostrider, useLab } from '../support/app/index.js';
import { walkThrough } from '../support/walk-through.js';

const lab = useLab();
const isInstalled = findPgBouncer() !== undefined;
if (!isInstalled) console.warn('Left out: starts behind pgbouncer, which is not installed.');

describe.runIf(isInstalled)('behind pgbouncer as Debian installs it', () => {
  it('that pools sessions, everything works', async () => {
    const database = await createEmptyDatabase();
    const pooler = await startPgBouncer({ databaseUrl: database.url, poolMode: 'session' });
    const app = await lab.postrider({ databaseUrl: pooler.through(database.url) });
    expect(await walkThrough(app, await lab.receiver())).toBe(10);
    await app.stop();
    await pooler.stop();
    await database.drop();
  });

  it('that pools transactions, two processes work side by side', async () => {
    const database = await createEmptyDatabase();
    const pooler = await startPgBouncer({
      databaseUrl: database.url,
      poolMode: 'transaction',
      poolSize: 8,
    });
    const [redis, receiver] = [await lab.redis(), await lab.receiver()];
    const common = {
      databaseUrl: pooler.through(database.url),
      redisUrl: redis.url,
      env: { MIGRATION_DATABASE_URL: database.url },
    };
    const [api, worker] = await Promise.all([
      lab.postrider({ ...common, role: 'api' }),
      lab.postrider({ ...common, role: 'worker' }),
    ]);
    const both = await lab.postrider({ ...common, role: 'all' });
    expect(await walkThrough(api, receiver, both)).toBe(10);
    await worker.stop();
    expect(await walkThrough(both, receiver, api)).toBe(10);
    for (const app of [api, both]) await app.stop();
    await pooler.stop();
    await database.drop();
  });

  it('that pools transactions, a start without a direct connection says what to set', async () => {
    const database = await createEmptyDatabase();
    const pooler = await startPgBouncer({ databaseUrl: database.url, poolMode: 'transaction' });
    const through = pooler.through(database.url);
    for (const [env, named] of [
      [{}, /: DATABASE_URL \(.+\) leads to a pooler of transactions: set MIGRATION_DATABASE_URL/],
      [{ MIGRATION_DATABASE_URL: through }, /: MIGRATION_DATABASE_URL \(.+\) leads to a pooler/],
    ] as const) {
      const running = await spawnPostrider({ databaseUrl: through, env });
      expect(await running.ended).toBe(1);
      expect(running.stderr().trimEnd()).toMatch(named);
      expect(running.stderr().trimEnd()).not.toContain('\n');
    }
    await pooler.stop();
    await database.drop();
  });

  it('a role that owns nothing does the work, and the owner migrates', async () => {
    const database = await createEmptyDatabase();
    const role = new URL(database.url).pathname.slice(1);
    const own = new URL(database.url);
    own.username = role;
    own.password = 'p@ss';
    await adminQuery(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'p@ss'`);
    const pooler = await startPgBouncer({
      databaseUrl: database.url,
      poolMode: 'transaction',
      users: [own.href],
    });
    const env = { MIGRATION_DATABASE_URL: database.url };
    const start = { databaseUrl: pooler.through(own.href), env };
    const early = await spawnPostrider({ ...start, env: { ...env, MIGRATE: 'off' } });
    expect(await early.ended).toBe(1);
    expect(early.stderr()).toMatch(/The schema lacks \d+ of \d+ migrations .+ MIGRATE=only/);
    const job = await spawnPostrider({
      ...start,
      env: { ...env, MIGRATE: 'only', ADMIN_API_KEY: '', ENCRYPTION_KEYS: '' },
    });
    expect(await job.ended).toBe(0);
    const app = await lab.postrider({ ...start, env: { ...env, MIGRATE: 'off' } });
    expect(await walkThrough(app, await lab.receiver())).toBe(10);
    await app.stop();
    await pooler.stop();
    await database.drop();
    const server = databaseUrl(database.url, 'postgres');
    for (const name of [`${role}_tenant`, role]) await adminQuery(server, `DROP ROLE ${name}`);
  });
});
