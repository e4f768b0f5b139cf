import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EncryptionKey } from '../../config/index.js';

const PURPOSE = 'postrider recipient confirmation';

/** Signs a text with a key of this installation. */
export type Sign = (text: string) => Buffer;

/** Returns the token of a link that confirms a recipient (UUID). */
export function signConfirmation(id: string, sign: Sign): string {
  return `${id}.${sign(textOf(id)).toString('base64url')}`;
}

/**
 * Returns the recipient (UUID) of a token. Accepts also what the former build has signed, with the first of the
 * encryption keys of that time.
 */
export function readConfirmation(
  token: string,
  { sign, formerKeys }: { sign: Sign; formerKeys: readonly EncryptionKey[] },
): string | undefined {
  const [id = '', mac = '', ...rest] = token.split('.');
  if (rest.length > 0) return undefined;
  const given = Buffer.from(mac, 'base64url');
  const ofFormerKeys = formerKeys.map(
    ({ key }): Sign =>
      (text) =>
        createHmac('sha256', key).update(text).digest(),
  );
  const isSigned = [sign, ...ofFormerKeys].some((one) => {
    const wanted = one(textOf(id));
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  return isSigned ? id : undefined;
}

function textOf(id: string): string {
  return `${PURPOSE}\0${id}`;
}
