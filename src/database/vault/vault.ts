import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
} from 'node:crypto';
import type { Hmac, KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { randomPool } from '../../common/index.js';
import type { Clock } from '../../common/index.js';
import type { HotPool } from '../hot-pool.js';
import { DataKeyStore, INDEX_PERIOD, SYSTEM_TENANT } from './data-key-store.js';
import type { DataKey, KeyRing, WrappedKey } from './key-ring.js';
import { sealedDataDamaged } from './sealed-item.js';
import type { SealContext, SealedItem } from './sealed-item.js';

const MAX_CACHED_KEYS = 20_000;

/**
 * Envelope encryption of what is stored: a data key per tenant and month, itself encrypted by a master key
 * (ENCRYPTION_KEYS). Sealing is synchronous once the tenant's key is in memory. Errors: `sealed_data_damaged`,
 * `encryption_key_missing`, `encryption_key_wrong` (all 500).
 */
export class Vault {
  private readonly keys: DataKeyStore;
  private readonly byId = new LRUCache<string, DataKey>({ max: MAX_CACHED_KEYS });
  private readonly current = new LRUCache<string, DataKey>({ max: MAX_CACHED_KEYS });
  private readonly loading = new Map<string, Promise<DataKey>>();
  private readonly unwrapping = new Map<string, Promise<DataKey>>();
  private period = '';
  private periodEndsAt = 0;
  private hashes: KeyedHashes | undefined;

  constructor(
    pool: HotPool,
    private readonly ring: KeyRing,
    private readonly clock: Clock,
  ) {
    this.keys = new DataKeyStore(pool, ring);
  }

  /**
   * Must be awaited once before use. Throws an error that names an encryption key that is missing or retired.
   * Returns what the operator should know of the others, a sentence each.
   */
  async init(): Promise<string[]> {
    const warnings = await this.keys.checkMasterKeys();
    this.hashes = new KeyedHashes(await this.findOrCreate(SYSTEM_TENANT, INDEX_PERIOD));
    return warnings;
  }

  /** Returns the tenant's key of the current month, which the first call creates. */
  keyFor(tenantId: string): Promise<DataKey> {
    const cached = this.cachedKey(tenantId);
    if (cached) return Promise.resolve(cached);
    const pending = this.loading.get(tenantId);
    if (pending) return pending;
    const load = this.findOrCreate(tenantId, this.currentPeriod())
      .then((key) => {
        this.current.set(tenantId, key);
        return key;
      })
      .finally(() => this.loading.delete(tenantId));
    this.loading.set(tenantId, load);
    return load;
  }

  /** Returns the same without waiting; undefined until `keyFor` has returned once in this month. */
  cachedKey(tenantId: string): DataKey | undefined {
    const key = this.current.get(tenantId);
    return key && key.period === this.currentPeriod() ? key : undefined;
  }

  /**
   * Returns the key for what must not wait: that of the current month or, where it cannot be had, the last one that
   * this process has used for the tenant.
   */
  async recordKey(tenantId: string): Promise<DataKey> {
    try {
      return this.cachedKey(tenantId) ?? (await this.keyFor(tenantId));
    } catch (error) {
      const former = this.current.get(tenantId);
      if (former) return former;
      throw error;
    }
  }

  /** Encrypts a value for one place; it cannot be opened at another place. */
  seal(key: DataKey, context: SealContext, plaintext: Buffer): Buffer {
    return sealBytes(key, context, plaintext);
  }

  /** Decrypts a value and loads the data key where it is not in memory. */
  async open(context: SealContext, sealed: Buffer): Promise<Buffer> {
    const plaintext = this.openCached(context, sealed);
    if (plaintext) return plaintext;
    const [opened] = await this.openMany([{ context, sealed }]);
    if (!opened) throw sealedDataDamaged(context);
    return opened;
  }

  /** Decrypts a value without waiting; returns undefined where the data key is not in memory. */
  openCached(context: SealContext, sealed: Buffer): Buffer | undefined {
    const key = this.byId.get(dataKeyIdOf(context, sealed));
    return key && openBytes(key, context, sealed);
  }

  /** Decrypts values in the given order, with one query for all data keys that are not in memory. */
  async openMany(items: readonly SealedItem[]): Promise<Buffer[]> {
    const keyIds = items.map(({ context, sealed }) => dataKeyIdOf(context, sealed));
    const keys = await this.load(new Set(keyIds));
    return items.map(({ context, sealed }, position) => {
      const key = keys.get(keyIds[position] ?? '');
      if (!key) throw sealedDataDamaged(context, new Error(`no data key ${keyIds[position]}`));
      return openBytes(key, context, sealed);
    });
  }

  /** Returns a keyed hash in the form of a UUID, by which a value is found without being stored. */
  hashRef(value: string): string {
    return this.initialised().hashRef(value);
  }

  /** Returns a keyed hash (32 bytes) to compare bodies by. Without the key no body can be guessed. */
  fingerprint(bytes: Buffer | string): Buffer {
    return this.initialised().fingerprint(bytes);
  }

  /** Returns the signature (HMAC-SHA256, 32 bytes) of a text that this installation issues, such as a receipt. */
  sign(text: string): Buffer {
    return this.initialised().sign(text);
  }

  private currentPeriod(): string {
    const now = this.clock.now();
    if (now >= this.periodEndsAt || this.period === '') {
      const date = new Date(now);
      this.period = date.toISOString().slice(0, 7);
      this.periodEndsAt = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    }
    return this.period;
  }

  private async findOrCreate(tenantId: string, period: string): Promise<DataKey> {
    const key = await this.keys.findOrCreate(tenantId, period);
    this.byId.set(key.id, key);
    return key;
  }

  private async load(keyIds: Set<string>): Promise<Map<string, DataKey>> {
    const keys = new Map<string, DataKey>();
    const unknown: string[] = [];
    for (const id of keyIds) {
      const cached = this.byId.get(id);
      if (cached) keys.set(id, cached);
      else unknown.push(id);
    }
    if (unknown.length > 0) {
      const rows = await this.keys.findById(unknown);
      // All of them are waited for, so that those that can be had are in memory for the next call.
      const unwrapped = await Promise.allSettled(rows.map((row) => this.unwrap(row)));
      for (const one of unwrapped) {
        if (one.status === 'rejected') throw one.reason;
        keys.set(one.value.id, one.value);
      }
    }
    return keys;
  }

  /** What asks for the same key at the same time shares one answer. */
  private unwrap(row: WrappedKey): Promise<DataKey> {
    const pending = this.unwrapping.get(row.id);
    if (pending) return pending;
    const unwrapped = this.ring
      .unwrap(row)
      .then((key) => {
        this.byId.set(key.id, key);
        return key;
      })
      .finally(() => this.unwrapping.delete(row.id));
    this.unwrapping.set(row.id, unwrapped);
    return unwrapped;
  }

  private initialised(): KeyedHashes {
    if (!this.hashes) throw new Error('The vault was not initialised.');
    return this.hashes;
  }
}

const VERSION = 1;
const ID_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES + IV_BYTES;
const ALGORITHM = 'aes-256-gcm';

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

const nextIv = randomPool(IV_BYTES);

function associatedData(context: SealContext): Buffer {
  return Buffer.from(`${context.table}|${context.id}`);
}

/** Hashes that cannot be computed, or used for guessing, without the index key. */
export class KeyedHashes {
  private readonly refKey: KeyObject;
  private readonly fingerprintKey: KeyObject;
  private readonly receiptKey: KeyObject;

  constructor(index: DataKey) {
    this.refKey = subkey(index, 'refs');
    this.fingerprintKey = subkey(index, 'fingerprints');
    this.receiptKey = subkey(index, 'receipts');
  }

  /** Returns a hash in the form of a UUID, by which a value is found without being stored. */
  hashRef(value: string): string {
    // As text at once: a Buffer costs more than the hash.
    return uuidOfHex(hmac(this.refKey, value).digest('hex'));
  }

  /** Returns 32 bytes to compare bodies by. Without the key not even a short body can be guessed. */
  fingerprint(bytes: Buffer | string): Buffer {
    return hmac(this.fingerprintKey, bytes).digest();
  }

  /** Returns the signature (32 bytes) of a text that this installation issues, such as a receipt. */
  sign(text: string): Buffer {
    return hmac(this.receiptKey, text).digest();
  }
}

/** A KeyObject: Node.js 24 takes five times as long with the bytes of a key at each use. */
function subkey(index: DataKey, purpose: string): KeyObject {
  const bytes = hkdfSync('sha256', index.secret, '', `postrider ${purpose}`, 32);
  return createSecretKey(new Uint8Array(bytes));
}

function hmac(key: KeyObject, value: Buffer | string): Hmac {
  return createHmac('sha256', key).update(value);
}

function uuidOfBytes(bytes: Buffer): string {
  return uuidOfHex(bytes.toString('hex'));
}

function uuidOfHex(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
