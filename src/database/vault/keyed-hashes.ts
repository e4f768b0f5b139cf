import { createHmac, hkdfSync } from 'node:crypto';
import { uuidOfBytes } from './envelope.js';
import type { DataKey } from './envelope.js';

/** Owns the key behind the keyed hashes, which belong to no tenant and no month. */
export const SYSTEM_TENANT = '00000000-0000-0000-0000-000000000000';
export const INDEX_PERIOD = 'index';

/** Hashes that cannot be computed, or used for guessing, without the index key. */
export class KeyedHashes {
  private readonly refKey: Uint8Array;
  private readonly fingerprintKey: Uint8Array;

  constructor(index: DataKey) {
    this.refKey = subkey(index, 'refs');
    this.fingerprintKey = subkey(index, 'fingerprints');
  }

  /** Returns a hash in the form of a UUID, by which a value is found without being stored. */
  hashRef(value: string): string {
    return uuidOfBytes(hmac(this.refKey, value).subarray(0, 16));
  }

  /** Returns 32 bytes to compare bodies by. Without the key not even a short body can be guessed. */
  fingerprint(bytes: Buffer | string): Buffer {
    return hmac(this.fingerprintKey, bytes);
  }
}

function subkey(index: DataKey, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', index.secret, '', `postrider ${purpose}`, 32));
}

function hmac(key: Uint8Array, value: Buffer | string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}
