import { randomBytes } from 'node:crypto';
import type { FieldError } from '../common/index.js';

const PREFIX = 'whsec_';
const PRINTABLE_ASCII = /^[\x20-\x7e]{16,256}$/;

/** A new secret: `whsec_` and the base64 of 32 random bytes, as Standard Webhooks spells it. */
export function generateSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** Errors of a secret that a tenant brings. The message never repeats any of it. */
export function checkOwnSecret(secret: unknown, pointer = '/secret'): FieldError[] {
  if (typeof secret !== 'string' || !PRINTABLE_ASCII.test(secret)) {
    const message = 'must be 16 to 256 printable ASCII characters';
    return [{ pointer, code: 'invalid_secret', message }];
  }
  if (secret.startsWith(PREFIX) && !isBase64(secret.slice(PREFIX.length))) {
    const message = 'must be padded base64 after whsec_, because receivers decode that part';
    return [{ pointer, code: 'invalid_secret', message }];
  }
  return [];
}

/** All but the last four characters hidden, in a form that does not tell the length. */
export function maskSecret(secret: string): string {
  return '*'.repeat(28) + secret.slice(-4);
}

/** The HMAC key that a profile's `key` makes of a secret. */
export function keyBytes(secret: string, key: 'utf8' | 'base64'): Buffer {
  return key === 'base64' && secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');
}

function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}
