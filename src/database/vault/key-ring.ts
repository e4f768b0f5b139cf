import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AppError } from '../../common/index.js';
import type { EncryptionKey } from '../../config/index.js';
import { KmsKey } from './kms-key.js';
import { ListedKey } from './master-key.js';
import type { DataKeyPlace, MasterKey } from './master-key.js';

/** A tenant's key for one month. */
export interface DataKey {
  id: string;
  tenantId: string;
  /** A month as YYYY-MM. */
  period: string;
  idBytes: Buffer;
  secret: KeyObject;
}

/** A row of data_keys. */
export interface WrappedKey extends DataKeyPlace {
  wrapped_by: string;
  wrapped: Buffer;
}

/** The settings that name master keys. */
export interface EncryptionSettings {
  encryptionKeys: readonly EncryptionKey[];
  /** A key in a KMS, as `ENCRYPTION_KMS`. */
  encryptionKms?: string | undefined;
}

const KEY_BYTES = 32;

/** The master keys around the data keys: every one unwraps, and one of them wraps. */
export class KeyRing {
  private readonly keys: ReadonlyMap<string, MasterKey>;
  /** The key that new installations and `keys rotate` use. */
  readonly firstId: string;

  constructor(masterKeys: readonly MasterKey[]) {
    const [first] = masterKeys;
    if (!first) throw new TypeError('neither ENCRYPTION_KEYS nor ENCRYPTION_KMS names a key');
    this.firstId = first.id;
    this.keys = new Map(masterKeys.map((key) => [key.id, key]));
  }

  /** The ring of the settings. A key in a KMS stands before the listed ones. */
  static of({ encryptionKeys, encryptionKms }: EncryptionSettings): KeyRing {
    const listed = encryptionKeys.map((key) => new ListedKey(key));
    return new KeyRing(
      encryptionKms === undefined ? listed : [new KmsKey(encryptionKms), ...listed],
    );
  }

  get ids(): string[] {
    return [...this.keys.keys()];
  }

  has(masterKeyId: string): boolean {
    return this.keys.has(masterKeyId);
  }

  /** Returns a new data key and its row, wrapped by the master key that is named. */
  async create(
    place: DataKeyPlace,
    masterKeyId: string,
  ): Promise<{ key: DataKey; row: WrappedKey }> {
    const secret = randomBytes(KEY_BYTES);
    const row = await this.wrap(place, secret, masterKeyId);
    return { row, key: dataKeyOf(place, secret) };
  }

  async unwrap(row: WrappedKey): Promise<DataKey> {
    return dataKeyOf(row, await this.unwrapBytes(row));
  }

  /** Returns the same data key, wrapped by the master key that is named. */
  async rewrap(row: WrappedKey, masterKeyId: string): Promise<WrappedKey> {
    return this.wrap(row, await this.unwrapBytes(row), masterKeyId);
  }

  private async wrap(
    { id, tenant_id, period }: DataKeyPlace,
    secret: Buffer,
    masterKeyId: string,
  ): Promise<WrappedKey> {
    const place = { id, tenant_id, period };
    const wrapped = await this.named(masterKeyId).wrap(secret, place);
    return { ...place, wrapped_by: masterKeyId, wrapped };
  }

  private unwrapBytes(row: WrappedKey): Promise<Buffer> {
    return this.named(row.wrapped_by).unwrap(row.wrapped, row);
  }

  private named(masterKeyId: string): MasterKey {
    const key = this.keys.get(masterKeyId);
    if (!key) throw encryptionKeyMissing([masterKeyId]);
    return key;
  }
}

function dataKeyOf({ id, tenant_id: tenantId, period }: DataKeyPlace, secret: Buffer): DataKey {
  const idBytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return { id, tenantId, period, idBytes, secret: createSecretKey(secret) };
}

/** Stored data cannot be read without these keys: the operator has to restore them. */
export function encryptionKeyMissing(masterKeyIds: string[]): AppError {
  const names = masterKeyIds.map((id) => `'${id}'`).join(', ');
  const isInKms = masterKeyIds.some((id) => id.startsWith('aws:'));
  const hint = isInKms ? ' An id that begins with aws: is one of ENCRYPTION_KMS.' : '';
  const message = `ENCRYPTION_KEYS lacks ${names}, which stored data is encrypted with. Put it back.${hint}`;
  return new AppError('encryption_key_missing', 500, { message });
}
