import { randomUUID } from 'node:crypto';
import type { Settings } from '../../config/index.js';
import { HotPool, KeyRing, KeyRotation, missingMigrations } from '../../database/index.js';
import type { DatabaseAccess } from '../../database/index.js';
import { clearRows, SEAL_ADVICE } from '../../sealing/index.js';
import { ok, problem, reasonOf, warning } from './finding.js';
import type { Found } from './finding.js';

/** Checks that what the database holds can be decrypted, and whether a change of the encryption key is unfinished. */
export async function checkEncryption(
  access: DatabaseAccess,
  settings: Settings,
): Promise<Found[]> {
  const { encryptionKeys = [], encryptionKms } = settings;
  if (encryptionKeys.length === 0 && encryptionKms === undefined) return [];
  const ring = KeyRing.of({ encryptionKeys, encryptionKms });
  const kms = encryptionKms === undefined ? [] : [await tryKms(ring)];
  if ((await missingMigrations(access)).missing.length > 0) return kms;
  const pool = new HotPool(access, { maxConnections: 1 });
  try {
    const rotation = new KeyRotation(pool, ring);
    const [uses, retired, clear] = await Promise.all([
      rotation.uses(),
      rotation.retired(ring.ids),
      clearRows(pool),
    ]);
    const used = uses.map(({ id, dataKeys }): Found => {
      const found = `${dataKeys} data keys are encrypted with ${id}`;
      if (!ring.has(id)) return problem(found, 'put the key back into the settings');
      if (id === ring.firstId) return ok(found);
      return warning(found, `npm run cli -- keys rotate moves them to ${ring.firstId}`);
    });
    const left = retired.map((id): Found => {
      const found = `${id} is retired`;
      return id === ring.firstId
        ? problem(found, 'put another key first')
        : warning(found, 'take it out of ENCRYPTION_KEYS');
    });
    const inClear = clear === undefined ? [] : [warning(clear, SEAL_ADVICE)];
    return [...kms, ...used, ...left, ...inClear];
  } finally {
    await pool.close();
  }
}

/** Encrypts and decrypts a key that is then forgotten. */
async function tryKms(ring: KeyRing): Promise<Found> {
  try {
    const place = { id: randomUUID(), tenant_id: randomUUID(), period: 'doctor' };
    const { row } = await ring.create(place, ring.firstId);
    await ring.unwrap(row);
    return ok('the key in KMS encrypts and decrypts');
  } catch (error) {
    const advice =
      'see that the KMS can be reached, and that the role may use kms:Encrypt and kms:Decrypt';
    return problem(reasonOf(error), advice);
  }
}
