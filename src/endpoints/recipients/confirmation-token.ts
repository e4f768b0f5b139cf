import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EncryptionKey } from '../../config/index.js';

const PURPOSE = 'postrider recipient confirmation';

/** Returns the token of a link that confirms a recipient (UUID), signed with the first key. */
export function signConfirmation(id: string, keys: readonly EncryptionKey[]): string {
  const [first] = keys;
  if (!first) throw new Error('A confirmation is signed with an encryption key.');
  return `${id}.${macOf(id, first).toString('base64url')}`;
}

/** Returns the recipient (UUID) of a token that one of the keys has signed. */
export function readConfirmation(
  token: string,
  keys: readonly EncryptionKey[],
): string | undefined {
  const [id = '', mac = '', ...rest] = token.split('.');
  if (rest.length > 0) return undefined;
  const given = Buffer.from(mac, 'base64url');
  const isSigned = keys.some((key) => {
    const wanted = macOf(id, key);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  return isSigned ? id : undefined;
}

function macOf(id: string, { key }: EncryptionKey): Buffer {
  return createHmac('sha256', key).update(`${PURPOSE}\0${id}`).digest();
}
