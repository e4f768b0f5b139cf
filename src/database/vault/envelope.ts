import {
  createCipheriv,
  createDecipheriv,
  randomFillSync,
  createHmac,
  hkdfSync,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AppError } from '../../common/index.js';

/** The place of a sealed value: the value cannot be opened at another place. */
export interface SealContext {
  table: string;
  /** The row's id as the caller spells it; the same spelling opens. */
  id: string;
}

/** A tenant's key for one month. */
export interface DataKey {
  id: string;
  tenantId: string;
  /** A month as YYYY-MM. */
  period: string;
  idBytes: Buffer;
  secret: KeyObject;
}

const VERSION = 1;
const ID_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES + IV_BYTES;
const ALGORITHM = 'aes-256-gcm';

/** Reports a value that cannot be opened: cut, altered, moved to another row, or of a key that is gone. */
export function sealedDataDamaged(context: SealContext, cause?: unknown): AppError {
  const message = 'A stored value cannot be decrypted. The log names it.';
  return new AppError(
    'sealed_data_damaged',
    500,
    { message },
    { cause: new Error(`sealed value of ${context.table}|${context.id}`, { cause }) },
  );
}

/** AES-256-GCM: `[1 version][16 data key id][12 iv][ciphertext][16 tag]`, bound to its context. */
export function sealBytes(key: DataKey, context: SealContext, plaintext: Buffer): Buffer {
  const iv = nextIv();
  const cipher = createCipheriv(ALGORITHM, key.secret, iv);
  cipher.setAAD(associatedData(context));
  const sealed = Buffer.allocUnsafe(HEADER_BYTES + plaintext.length + TAG_BYTES);
  sealed[0] = VERSION;
  sealed.set(key.idBytes, 1);
  sealed.set(iv, 1 + ID_BYTES);
  sealed.set(cipher.update(plaintext), HEADER_BYTES);
  cipher.final();
  sealed.set(cipher.getAuthTag(), HEADER_BYTES + plaintext.length);
  return sealed;
}

/** Returns the id of the data key that sealed a value; throws `sealed_data_damaged` for other bytes. */
export function dataKeyIdOf(context: SealContext, sealed: Buffer): string {
  if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== VERSION) {
    throw sealedDataDamaged(context);
  }
  return uuidOfBytes(sealed.subarray(1, 1 + ID_BYTES));
}

/** Returns the plaintext; throws `sealed_data_damaged`. */
export function openBytes(key: DataKey, context: SealContext, sealed: Buffer): Buffer {
  try {
    const iv = sealed.subarray(1 + ID_BYTES, HEADER_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key.secret, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(context));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const plaintext = decipher.update(sealed.subarray(HEADER_BYTES, -TAG_BYTES));
    decipher.final();
    return plaintext;
  } catch (error) {
    throw sealedDataDamaged(context, error);
  }
}

export function bytesOfUuid(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOfBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Random bytes for many IVs at once, because twelve bytes cost as much. Each IV is used once. */
const ivPool = Buffer.alloc(IV_BYTES * 256);
let ivOffset = ivPool.length;

function nextIv(): Buffer {
  if (ivOffset === ivPool.length) {
    randomFillSync(ivPool);
    ivOffset = 0;
  }
  ivOffset += IV_BYTES;
  return ivPool.subarray(ivOffset - IV_BYTES, ivOffset);
}

function associatedData(context: SealContext): Buffer {
  return Buffer.from(`${context.table}|${context.id}`);
}

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
