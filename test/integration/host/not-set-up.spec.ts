import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/common/index.js';
import { HotPool, KeyRing, Vault } from '../../../src/database/index.js';
import { SessionEvents, SessionEventsModule } from '../../../src/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { ENCRYPTION_KEYS, startHost } from '../../support/host/index.js';
import {
  adminQuery,
  createEmptyDatabase,
  createTestDatabase,
} from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

const SESSION = { session_id: 's', external_ref: null, is_sandbox: false };
const TENANT = `INSERT INTO tenants (id, external_id, name) VALUES (gen_random_uuid(), 'acme', 'Acme')`;

let engine: Engine;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  engine = await startEngine([]);
  await engine.sql(TENANT);
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  await engine.close();
});

async function another(database: Promise<TestDatabase>): Promise<string> {
  databases.push(await database);
  return (await database).url;
}

/** What the first start of a Postrider leaves behind. */
async function makeKeys(databaseUrl: string): Promise<void> {
  const pool = new HotPool({ url: databaseUrl });
  await new Vault(pool, KeyRing.of({ encryptionKeys: ENCRYPTION_KEYS }), systemClock).init();
  await pool.close();
}

describe('an application that starts says what is to be done', () => {
  it('where the migrations have not run', async () => {
    await expect(startHost(await another(createEmptyDatabase()), [])).rejects.toThrow(
      /no function public.postrider_publish_v1\(text, jsonb\): start Postrider once on this database/,
    );
  });

  it('where Postrider has not been started since', async () => {
    await expect(startHost(await another(createTestDatabase()), [])).rejects.toThrow(
      /has no keys yet: start Postrider on it once/,
    );
  });

  it('where the password is wrong', async () => {
    const databaseUrl = new URL(engine.databaseUrl);
    databaseUrl.username = 'unknown_role';
    const starting = startHost(engine.databaseUrl, [], { databaseUrl: databaseUrl.href });
    await expect(starting).rejects.toThrow(
      /refuses the connection \(28\w{3}\): see the option databaseUrl/,
    );
  });

  it('where the encryption key has the name of Postrider’s and another value', async () => {
    const encryptionKeys = [{ id: 'k1', key: Buffer.alloc(32, 9) }];
    const starting = startHost(engine.databaseUrl, [], { encryptionKeys });
    await expect(starting).rejects.toThrow(
      /key named 'k1' .* does not open .* Restore its old value/,
    );
  });
});

it('a transaction on another Postrider’s database is refused', async () => {
  const other = await another(createTestDatabase());
  await makeKeys(other);
  await adminQuery(other, TENANT);
  const host = await startHost(other, [SessionEventsModule], { databaseUrl: engine.databaseUrl });
  const publishing = host.source.transaction((manager) =>
    host.get(SessionEvents).created('acme', SESSION, { manager }),
  );
  await expect(publishing).rejects.toMatchObject({
    code: 'postrider_not_set_up',
    message: expect.stringContaining('databaseUrl leads to another database') as string,
  });
  await host.close();
});
