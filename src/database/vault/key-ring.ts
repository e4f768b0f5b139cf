import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AppError } from '../../common/index.js';
import type { EncryptionKey } from '../../config/index.js';

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
export interface WrappedKey {
  id: string;
  tenant_id: string;
  period: string;
  wrapped_by: string;
  wrapped: Buffer;
}

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** The encryption keys around the data keys: the first one wraps, every one unwraps. */
export class KeyRing {
  private readonly keys: Map<string, Buffer>;
  private readonly first: EncryptionKey;

  constructor(encryptionKeys: readonly EncryptionKey[]) {
    const [first] = encryptionKeys;
    if (!first) throw new TypeError('ENCRYPTION_KEYS names no key');
    this.first = first;
    this.keys = new Map(encryptionKeys.map(({ id, key }) => [id, key]));
  }

  get firstId(): string {
    return this.first.id;
  }

  has(encryptionKeyId: string): boolean {
    return this.keys.has(encryptionKeyId);
  }

  /** Returns a new data key and its row, wrapped by the first encryption key unless another one is named. */
  create(
    id: string,
    tenantId: string,
    period: string,
    encryptionKeyId = this.first.id,
  ): WrappedKey {
    const row = { id, tenant_id: tenantId, period };
    return this.wrap(row, randomBytes(KEY_BYTES), encryptionKeyId);
  }

  unwrap(row: WrappedKey): DataKey {
    return {
      id: row.id,
      tenantId: row.tenant_id,
      period: row.period,
      idBytes: Buffer.from(row.id.replaceAll('-', ''), 'hex'),
      secret: createSecretKey(this.unwrapBytes(row)),
    };
  }

  /** Returns the same data key, wrapped by the first encryption key. */
  rewrap(row: WrappedKey): WrappedKey {
    return this.wrap(row, this.unwrapBytes(row));
  }

  private wrap(
    row: Omit<WrappedKey, 'wrapped_by' | 'wrapped'>,
    secret: Buffer,
    encryptionKeyId = this.first.id,
  ): WrappedKey {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keyNamed(encryptionKeyId), iv);
    cipher.setAAD(associatedData(row));
    const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
    return {
      id: row.id,
      tenant_id: row.tenant_id,
      period: row.period,
      wrapped_by: encryptionKeyId,
      wrapped: Buffer.concat([iv, ciphertext, cipher.getAuthTag()]),
    };
  }

  private unwrapBytes(row: WrappedKey): Buffer {
    const key = this.keyNamed(row.wrapped_by);
    try {
      const iv = row.wrapped.subarray(0, IV_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(associatedData(row));
      decipher.setAuthTag(row.wrapped.subarray(-TAG_BYTES));
      const secret = decipher.update(row.wrapped.subarray(IV_BYTES, -TAG_BYTES));
      decipher.final();
      return secret;
    } catch (error) {
      throw new AppError(
        'encryption_key_wrong',
        500,
        {
          message:
            `The key named '${row.wrapped_by}' in ENCRYPTION_KEYS does not open what was encrypted ` +
            'under that name. Restore its old value; a new key takes a new name.',
        },
        { cause: error },
      );
    }
  }

  private keyNamed(encryptionKeyId: string): Buffer {
    const key = this.keys.get(encryptionKeyId);
    if (!key) throw encryptionKeyMissing([encryptionKeyId]);
    return key;
  }
}

/** Stored data cannot be read without these keys: the operator has to restore them. */
export function encryptionKeyMissing(encryptionKeyIds: string[]): AppError {
  const names = encryptionKeyIds.map((id) => `'${id}'`).join(', ');
  return new AppError('encryption_key_missing', 500, {
    message: `ENCRYPTION_KEYS lacks ${names}, which stored data is encrypted with. Put it back behind the first key.`,
  });
}

/** A wrapped key moved to another tenant, month or row does not unwrap. */
function associatedData(row: Omit<WrappedKey, 'wrapped_by' | 'wrapped'>): Buffer {
  return Buffer.from(`data_keys|${row.id}|${row.tenant_id}|${row.period}`);
}
