import { createHmac, hkdfSync } from 'node:crypto';
import { uuidOfBytes } from './envelope.js';
import type { DataKey } from './envelope.js';

/** Owns the key behind the keyed hashes, which belong to no tenant and no month. */
export const SYSTEM_TENANT = '00000000-0000-0000-0000-000000000000';
export const INDEX_PERIOD = 'index';

/** Hashes that cannot be computed or guessed without the index key. */
export class KeyedHashes {
  private readonly refKey: Uint8Array;
  private readonly fingerprintKey: Uint8Array;

  constructor(index: DataKey) {
    this.refKey = subkey(index, 'refs');
    this.fingerprintKey = subkey(index, 'fingerprints');
  }

  /** In the shape of a UUID: finds a value again without storing it. */
  hashRef(value: string): string {
    return uuidOfBytes(hmac(this.refKey, value).subarray(0, 16));
  }

  /** 32 bytes to compare bodies by; without the key even a short body is not guessed. */
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
