import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtProgram, spawnPostrider, useLab } from '../support/app/index.js';
import {
  createEmptyDatabase,
  databaseUrl,
  findPgBouncer,
  startPgBouncer,
} from '../support/services/index.js';

const lab = useLab();
const isInstalled = findPgBouncer() !== undefined;
if (!isInstalled) console.warn('Left out: two databases behind pgbouncer, which is not installed.');

describe('DATABASE_URL and MIGRATION_DATABASE_URL', () => {
  let one: Awaited<ReturnType<typeof createEmptyDatabase>>;
  let other: Awaited<ReturnType<typeof createEmptyDatabase>>;

  beforeAll(async () => {
    await builtProgram();
    one = await createEmptyDatabase();
    other = await createEmptyDatabase();
  });
  afterAll(async () => {
    await one.drop();
    await other.drop();
  });

  const start = async (url: string, migrationUrl: string, migrate: string) => {
    const env = { MIGRATION_DATABASE_URL: migrationUrl, MIGRATE: migrate };
    const running = await spawnPostrider({ databaseUrl: url, env });
    return { status: await running.ended, said: running.stderr().trimEnd() };
  };
  /** One line. */
  const refused = {
    status: 1,
    said: expect.stringMatching(
      /^.*: DATABASE_URL \(.+\) and MIGRATION_DATABASE_URL \(.+\) lead to different databases: set both.*$/,
    ) as string,
  };

  it.each(['on', 'off', 'only'])(
    'that lead to two databases of a server are refused with one line (MIGRATE=%s)',
    async (migrate) => {
      for (const url of [other.url, databaseUrl(one.url, 'postgres')]) {
        expect(await start(one.url, url, migrate)).toEqual(refused);
      }
    },
  );

  it('that lead to one database under two names are taken', async () => {
    const named = new URL(one.url);
    named.hostname = named.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
    const env = { MIGRATION_DATABASE_URL: named.href };
    const app = await lab.postrider({ databaseUrl: one.url, env });
    expect(await app.stop()).toBe(0);
  });

  it.runIf(isInstalled).each(['session', 'transaction'] as const)(
    'are distinguished behind a pgbouncer that pools %ss too',
    async (poolMode) => {
      const pooler = await startPgBouncer({ databaseUrl: one.url, poolMode });
      try {
        expect(await start(pooler.through(one.url), other.url, 'on')).toEqual(refused);
        const env = { MIGRATION_DATABASE_URL: one.url };
        const app = await lab.postrider({ databaseUrl: pooler.through(one.url), env });
        expect(await app.stop()).toBe(0);
      } finally {
        await pooler.stop();
      }
    },
  );
});
