import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HotPool, KeyRing, statement, Vault } from '../../../src/database/index.js';
import type { EncryptionKey } from '../../../src/config/index.js';
import { newUuid } from '../../../src/common/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

const K1: EncryptionKey = { id: 'k1', key: randomBytes(32) };
const K2: EncryptionKey = { id: 'k2', key: randomBytes(32) };
const NOVEMBER = Date.UTC(2026, 10, 20);

const countKeys = statement<{ count: number }>(
  'test-count-keys',
  'SELECT count(*)::int AS count FROM data_keys WHERE tenant_id = $1',
);
const wrappers = statement<{ wrapped_by: string }>(
  'test-wrappers',
  'SELECT DISTINCT wrapped_by FROM data_keys',
);
const emptyKeys = statement<object>('test-empty-keys', 'TRUNCATE data_keys');
const swapKeys = statement<object>(
  'test-swap-keys',
  `UPDATE data_keys a SET wrapped = b.wrapped FROM data_keys b
   WHERE a.tenant_id = $1 AND b.tenant_id = $2`,
);

describe('Vault', () => {
  let database: TestDatabase;
  let pool: HotPool;
  let now = NOVEMBER;
  const tenantId = newUuid();
  const context = { table: 'event_bodies', id: newUuid() };
  const secret = Buffer.from('{"first_name":"Ada"}');

  const vaultWith = async (...keys: EncryptionKey[]): Promise<Vault> => {
    const vault = new Vault(pool, KeyRing.of({ encryptionKeys: keys }), { now: () => now });
    await vault.init();
    return vault;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new HotPool({ url: database.url });
  });
  beforeEach(async () => {
    now = NOVEMBER;
    await pool.run(emptyKeys);
  });
  afterAll(async () => {
    await pool.close();
    await database.drop();
  });

  it('opens what it sealed, in another process too, and keeps nothing readable', async () => {
    const vault = await vaultWith(K1);
    const sealed = vault.seal(await vault.keyFor(tenantId), context, secret);
    expect(sealed.includes('Ada')).toBe(false);
    expect(vault.openCached(context, sealed)).toEqual(secret);
    const elsewhere = await vaultWith(K1);
    expect(elsewhere.openCached(context, sealed)).toBeUndefined();
    expect(await elsewhere.open(context, sealed)).toEqual(secret);
    expect(elsewhere.openCached(context, sealed)).toEqual(secret);
  });

  it('seals an empty value', async () => {
    const vault = await vaultWith(K1);
    const sealed = vault.seal(await vault.keyFor(tenantId), context, Buffer.alloc(0));
    expect(await vault.open(context, sealed)).toEqual(Buffer.alloc(0));
  });

  it('answers sealed_data_damaged for any altered byte', async () => {
    const vault = await vaultWith(K1);
    const sealed = vault.seal(await vault.keyFor(tenantId), context, secret);
    for (let position = 0; position < sealed.length; position += 1) {
      const altered = Buffer.from(sealed);
      altered[position] = (altered[position] ?? 0) ^ 1;
      await expect(vault.open(context, altered)).rejects.toMatchObject({
        code: 'sealed_data_damaged',
        status: 500,
      });
    }
  });

  it('answers sealed_data_damaged for what was cut short', async () => {
    const vault = await vaultWith(K1);
    const sealed = vault.seal(await vault.keyFor(tenantId), context, secret);
    for (const length of [0, 1, 44, sealed.length - 1]) {
      await expect(vault.open(context, sealed.subarray(0, length))).rejects.toMatchObject({
        code: 'sealed_data_damaged',
      });
    }
  });

  it('opens a value nowhere but in the row it was sealed for', async () => {
    const vault = await vaultWith(K1);
    const sealed = vault.seal(await vault.keyFor(tenantId), context, secret);
    const elsewhere = [
      { ...context, id: newUuid() },
      { ...context, table: 'attempt_bodies' },
    ];
    for (const place of elsewhere) {
      await expect(vault.open(place, sealed)).rejects.toMatchObject({
        code: 'sealed_data_damaged',
      });
    }
  });

  it('makes one key per tenant and month, however many ask at once', async () => {
    const vaults = await Promise.all([vaultWith(K1), vaultWith(K1), vaultWith(K1)]);
    const keys = await Promise.all(
      vaults.flatMap((vault) => [vault.keyFor(tenantId), vault.keyFor(tenantId)]),
    );
    expect(new Set(keys.map((key) => key.id)).size).toBe(1);
    expect(await pool.run(countKeys, [tenantId])).toEqual([{ count: 1 }]);
  });

  it('takes a new key when the month turns and still opens what is older', async () => {
    const vault = await vaultWith(K1);
    const november = await vault.keyFor(tenantId);
    const sealed = vault.seal(november, context, secret);
    now = Date.UTC(2026, 11, 1);
    expect(vault.cachedKey(tenantId)).toBeUndefined();
    const december = await vault.keyFor(tenantId);
    expect(december.period).toBe('2026-12');
    expect(december.id).not.toBe(november.id);
    expect(vault.cachedKey(tenantId)).toBe(december);
    expect(await vault.open(context, sealed)).toEqual(secret);
  });

  it('opens many in order with keys of several tenants', async () => {
    const vault = await vaultWith(K1);
    const items = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const place = { table: 'events', id: newUuid() };
        const key = await vault.keyFor(newUuid());
        return { context: place, sealed: vault.seal(key, place, Buffer.from(`body ${index}`)) };
      }),
    );
    const opened = await (await vaultWith(K1)).openMany(items);
    expect(opened.map(String)).toEqual(items.map((_, index) => `body ${index}`));
  });

  it('keeps using the encryption key in use until a rotation, so that processes without the new one go on', async () => {
    const former = await vaultWith(K1);
    const vault = new Vault(pool, KeyRing.of({ encryptionKeys: [K2, K1] }), { now: () => now });
    expect(await vault.init()).toEqual([
      "The encryption key in use is 'k1' until 'keys rotate' changes it to 'k2'.",
    ]);
    const sealed = vault.seal(await vault.keyFor(tenantId), context, secret);
    expect(await pool.run(wrappers)).toEqual([{ wrapped_by: 'k1' }]);
    expect(await former.open(context, sealed)).toEqual(secret);
  });

  it('refuses to start without an encryption key in use, and names it', async () => {
    await vaultWith(K1);
    await expect(vaultWith(K2)).rejects.toMatchObject({
      code: 'encryption_key_missing',
      message: expect.stringContaining("'k1'") as string,
    });
  });

  it('refuses to start when a key kept its name but not its bytes', async () => {
    await vaultWith(K1);
    await expect(vaultWith({ id: 'k1', key: randomBytes(32) })).rejects.toMatchObject({
      code: 'encryption_key_wrong',
      message: expect.stringContaining("'k1'") as string,
    });
  });

  it('does not unwrap a data key that was moved to another tenant', async () => {
    const vault = await vaultWith(K1);
    const other = newUuid();
    await Promise.all([vault.keyFor(tenantId), vault.keyFor(other)]);
    await pool.run(swapKeys, [tenantId, other]);
    await expect((await vaultWith(K1)).keyFor(tenantId)).rejects.toMatchObject({
      code: 'encryption_key_wrong',
    });
  });

  it('hashes references and bodies alike in every process, and with another key otherwise', async () => {
    const vault = await vaultWith(K1);
    const again = await vaultWith(K1);
    expect(vault.hashRef('A-1')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(again.hashRef('A-1')).toBe(vault.hashRef('A-1'));
    expect(again.hashRef('A-2')).not.toBe(vault.hashRef('A-1'));
    expect(again.fingerprint(secret)).toEqual(vault.fingerprint(secret));
    const ref = vault.hashRef('A-1');
    const fingerprint = vault.fingerprint(secret);
    await pool.run(emptyKeys);
    const fresh = await vaultWith(K1);
    expect(fresh.hashRef('A-1')).not.toBe(ref);
    expect(fresh.fingerprint(secret)).not.toEqual(fingerprint);
  });
});
