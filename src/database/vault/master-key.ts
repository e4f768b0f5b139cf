import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '../../common/index.js';
import type { EncryptionKey } from '../../config/index.js';

/** The place of a data key: wrapped bytes that were moved to another tenant, month or row do not unwrap. */
export interface DataKeyPlace {
  id: string;
  tenant_id: string;
  period: string;
}

/** A key that is not in the database and that data keys are wrapped with. */
export interface MasterKey {
  /** Is stored beside each data key as `wrapped_by`. */
  readonly id: string;
  /** Errors: `unavailable` (503) where the key is out of reach at the moment. */
  wrap(dataKey: Buffer, place: DataKeyPlace): Promise<Buffer>;
  /** Errors: `encryption_key_wrong` (500), and those of `wrap`. */
  unwrap(wrapped: Buffer, place: DataKeyPlace): Promise<Buffer>;
}

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** An entry of ENCRYPTION_KEYS. AES-256-GCM: `[12 iv][ciphertext][16 tag]`, bound to the place. */
export class ListedKey implements MasterKey {
  constructor(private readonly listed: EncryptionKey) {}

  get id(): string {
    return this.listed.id;
  }

  async wrap(dataKey: Buffer, place: DataKeyPlace): Promise<Buffer> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.listed.key, iv);
    cipher.setAAD(Buffer.from(placeText(place)));
    const ciphertext = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return Buffer.concat([iv, ciphertext, cipher.getAuthTag()]);
  }

  async unwrap(wrapped: Buffer, place: DataKeyPlace): Promise<Buffer> {
    try {
      const iv = wrapped.subarray(0, IV_BYTES);
      const { key } = this.listed;
      const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(placeText(place)));
      decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
      const dataKey = decipher.update(wrapped.subarray(IV_BYTES, -TAG_BYTES));
      decipher.final();
      return dataKey;
    } catch (error) {
      throw wrongKey(
        `The key named '${this.id}' in ENCRYPTION_KEYS does not open what was encrypted ` +
          'under that name. Restore its old value; a new key takes a new name.',
        error,
      );
    }
  }
}

/** The data key's place as one text. */
export function placeText({ id, tenant_id: tenantId, period }: DataKeyPlace): string {
  return `data_keys|${id}|${tenantId}|${period}`;
}

/** Reports a master key that does not open what was wrapped under its name. */
export function wrongKey(message: string, cause: unknown): AppError {
  return new AppError('encryption_key_wrong', 500, { message }, { cause });
}
