import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import type { EncryptionKey } from '../../../src/config/index.js';
import { HotPool, KeyRing, KeyRotation, statement, Vault } from '../../../src/database/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

const K1: EncryptionKey = { id: 'k1', key: randomBytes(32) };
const K2: EncryptionKey = { id: 'k2', key: randomBytes(32) };
const SECRET = Buffer.from('{"first_name":"Ada"}');
const clock = { now: () => Date.UTC(2026, 10, 20) };

const emptyKeys = statement<object>(
  'test-forget-keys',
  'TRUNCATE data_keys, retired_encryption_keys',
);
const spoilKeys = statement<object>(
  'test-spoil-key',
  `UPDATE data_keys SET wrapped = '\\x00'::bytea || wrapped WHERE tenant_id = $1`,
);

let database: TestDatabase;
let pool: HotPool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new HotPool({ url: database.url });
});
beforeEach(() => pool.run(emptyKeys));
afterAll(async () => {
  await pool.close();
  await database.drop();
});

const ringOf = (...encryptionKeys: EncryptionKey[]): KeyRing => KeyRing.of({ encryptionKeys });
const rotationWith = (...keys: EncryptionKey[]): KeyRotation =>
  new KeyRotation(pool, ringOf(...keys));
const ignore = (): void => undefined;

async function vaultWith(...keys: EncryptionKey[]): Promise<Vault> {
  const vault = new Vault(pool, ringOf(...keys), clock);
  await vault.init();
  return vault;
}

/** Returns a function that proves that what was sealed still opens, with these keys. */
async function sealedFor(
  vault: Vault,
  tenants: number,
): Promise<(...keys: EncryptionKey[]) => Promise<void>> {
  const items = await Promise.all(
    Array.from({ length: tenants }, async () => {
      const context = { table: 'events', id: newUuid() };
      return { context, sealed: vault.seal(await vault.keyFor(newUuid()), context, SECRET) };
    }),
  );
  return async (...keys) => {
    const opened = await (await vaultWith(...keys)).openMany(items);
    expect(opened.every((one) => one.equals(SECRET))).toBe(true);
  };
}

it('moves every data key to the first encryption key; the content and the keyed hashes stay', async () => {
  const before = await vaultWith(K1);
  const hash = before.hashRef('session-1');
  const opensWith = await sealedFor(before, 450);
  const shown: object[] = [];
  const rotation = rotationWith(K2, K1);
  expect(await rotation.rotate('k2', (progress) => shown.push(progress))).toEqual([]);
  expect(shown).toEqual([
    { done: 201, total: 451 },
    { done: 401, total: 451 },
    { done: 451, total: 451 },
  ]);
  expect(await rotation.uses()).toEqual([{ id: 'k2', dataKeys: 451 }]);
  await opensWith(K2);
  expect((await vaultWith(K2)).hashRef('session-1')).toBe(hash);
});

it('continues after a break, also in another process', async () => {
  const opensWith = await sealedFor(await vaultWith(K1), 250);
  const rotation = rotationWith(K2, K1);
  const broken = rotation.rotate('k2', () => {
    throw new Error('killed');
  });
  await expect(broken).rejects.toThrow('killed');
  expect(await rotation.uses()).toEqual([
    { id: 'k1', dataKeys: 50 },
    { id: 'k2', dataKeys: 201 },
  ]);
  await rotationWith(K1, K2).rotate('k2', ignore);
  expect(await rotation.uses()).toEqual([{ id: 'k2', dataKeys: 251 }]);
  await opensWith(K2);
});

it('is followed by every process at once, also by one that started before', async () => {
  const running = await vaultWith(K1, K2);
  await rotationWith(K2, K1).rotate('k2', ignore);
  await running.keyFor(newUuid());
  expect(await rotationWith(K2).uses()).toEqual([{ id: 'k2', dataKeys: 2 }]);
});

it('leaves no data key behind that is made while it runs', async () => {
  const vaults = await Promise.all([vaultWith(K1, K2), vaultWith(K2, K1)]);
  const over = new AbortController();
  const makers = vaults.map(async (vault) => {
    let made = 0;
    for (; !over.signal.aborted || made < 20; made += 1) await vault.keyFor(newUuid());
    return made;
  });
  const rotation = rotationWith(K2, K1);
  for (let turn = 0; turn < 10; turn += 1) {
    await rotation.rotate(turn % 2 === 0 ? 'k2' : 'k1', ignore);
  }
  await rotation.rotate('k2', ignore);
  over.abort();
  const made = await Promise.all(makers);
  expect(await rotation.uses()).toEqual([
    { id: 'k2', dataKeys: made.reduce((sum, count) => sum + count, 1) },
  ]);
});

it('leaves a data key that does not unwrap as it is, and names it', async () => {
  const vault = await vaultWith(K1);
  const [spoilt, intact] = [newUuid(), newUuid()];
  const { id } = await vault.keyFor(spoilt);
  await vault.keyFor(intact);
  await pool.run(spoilKeys, [spoilt]);
  const rotation = rotationWith(K2, K1);
  expect(await rotation.rotate('k2', ignore)).toEqual([id]);
  expect(await rotation.uses()).toEqual([
    { id: 'k1', dataKeys: 1 },
    { id: 'k2', dataKeys: 2 },
  ]);
});

it('retires a key that nothing needs, and no other', async () => {
  await sealedFor(await vaultWith(K1), 3);
  const rotation = rotationWith(K2, K1);
  expect(await rotation.retire('k1')).toBe(4);
  expect(await rotation.retired(['k1'])).toEqual([]);
  await rotation.rotate('k2', ignore);
  expect(await rotation.retire('k1')).toBe(0);
  expect(await rotation.retired(['k1', 'k2'])).toEqual(['k1']);
});

it('encrypts nothing with a retired key again: the start refuses it first, the database refuses it always', async () => {
  await vaultWith(K1);
  const rotation = rotationWith(K2, K1);
  await rotation.rotate('k2', ignore);
  await rotation.retire('k1');
  await expect(vaultWith(K1, K2)).rejects.toThrow("The encryption key 'k1' is retired");
  const vault = new Vault(pool, ringOf(K2, K1), clock);
  expect(await vault.init()).toEqual([
    "The encryption key 'k1' is retired: take it out of the settings.",
  ]);
  await expect(rotation.rotate('k1', ignore)).rejects.toThrow('the encryption key k1 is retired');
  expect(await rotation.uses()).toEqual([{ id: 'k2', dataKeys: 1 }]);
});
