/** A key of 32 bytes that wraps data keys. Its id is stored beside each wrapped key. */
export interface EncryptionKey {
  id: string;
  key: Buffer;
}

const KEY_BYTES = 32;

/** Parses `id:base64-32-bytes[,…]`. Throws an Error that names the entry by its position, never the key. */
export function parseEncryptionKeys(text: string): EncryptionKey[] {
  const keys = text.split(',').map((entry, index) => parseEntry(entry.trim(), index + 1));
  const ids = new Set(keys.map(({ id }) => id));
  if (ids.size < keys.length) throw new Error('name every key id once');
  return keys;
}

const KMS_KEY = /^aws:arn:aws[a-z-]*:kms:[a-z0-9-]{1,32}:\d{12}:key\/[\w-]{1,128}$/;

/** Checks the name of a key in a KMS: `aws:` and the ARN of a key of AWS KMS. */
export function parseEncryptionKms(text: string): string {
  if (KMS_KEY.test(text)) return text;
  throw new Error('be aws: and the ARN of a key, aws:arn:aws:kms:eu-central-1:111122223333:key/…');
}

/** Returns the text that `parseEncryptionKeys` parses. */
export function formatEncryptionKey({ id, key }: EncryptionKey): string {
  return `${id}:${key.toString('base64')}`;
}

function parseEntry(entry: string, place: number): EncryptionKey {
  const [, id, encoded = ''] = /^([\w.-]{1,64}):([A-Za-z0-9+/]+={0,2})$/.exec(entry) ?? [];
  const key = Buffer.from(encoded, 'base64');
  if (id === undefined || key.length !== KEY_BYTES) {
    throw new Error(`be id:base64-of-32-bytes, comma-separated; entry ${place} is not`);
  }
  return { id, key };
}
