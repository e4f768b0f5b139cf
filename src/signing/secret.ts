import { randomBytes } from 'node:crypto';
import type { FieldError } from '../common/index.js';
import type { SigningProfile } from './profile.js';

/** Nothing but one character, with or without the prefix and the padding of base64. */
const ONE_CHARACTER = /^(?:whsec_)?(.)\1*={0,2}$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]{16,256}$/;

/** Returns a new secret: `whsec_` and the base64 of 32 random bytes (Standard Webhooks 1.0.0). */
export function generateSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** Returns the errors of a secret that a tenant provides. The messages contain no part of it. */
export function checkOwnSecret(secret: unknown, pointer = '/secret'): FieldError[] {
  if (typeof secret !== 'string' || !PRINTABLE_ASCII.test(secret)) {
    const message = 'must be 16 to 256 printable ASCII characters';
    return [{ pointer, code: 'invalid_secret', message }];
  }
  if (ONE_CHARACTER.test(secret)) {
    return [{ pointer, code: 'invalid_secret', message: 'must not repeat one character' }];
  }
  if (secret.startsWith(PREFIX) && !isBase64(secret.slice(PREFIX.length))) {
    const message = 'must be padded base64 after whsec_, because receivers decode that part';
    return [{ pointer, code: 'invalid_secret', message }];
  }
  return [];
}

/** Returns the secret with all but its last four characters masked. The result does not show the length. */
export function maskSecret(secret: string): string {
  return '*'.repeat(28) + secret.slice(-4);
}

/** Returns the HMAC key of a secret for the `key` of a profile. */
export function keyBytes(secret: string, key: 'utf8' | 'base64'): Buffer {
  return key === 'base64' && secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');
}

function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}

const PREFIX = 'whsec_';
/** The length of a secret in bytes by Standard Webhooks 1.0.0. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** A warning about an accepted value. */
export interface Warning {
  code: string;
  message: string;
}

/**
 * Returns warnings for a tenant's own secret that Standard Webhooks libraries read differently: they
 * remove `whsec_` and decode the rest as base64, with or without that prefix. There are none if no
 * profile signs with the decoded bytes. The messages contain no part of the secret.
 */
export function secretWarnings(
  secret: unknown,
  signing: readonly SigningProfile[] | null,
): Warning[] {
  if (typeof secret !== 'string' || !(signing ?? []).some(signsWithBase64)) return [];
  if (!secret.startsWith(PREFIX))
    return [{ code: 'secret_read_differently', message: textWarning(secret) }];
  const bytes = Buffer.from(secret.slice(PREFIX.length), 'base64').length;
  if (bytes >= MIN_BYTES && bytes <= MAX_BYTES) return [];
  const message =
    `The part after whsec_ decodes to ${bytes} bytes, which we sign with; Standard Webhooks asks for ` +
    `${MIN_BYTES} to ${MAX_BYTES}, and some of its libraries refuse others. Use whsec_ and the base64 of 32 random bytes.`;
  return [{ code: 'secret_length_unusual', message }];
}

function signsWithBase64(profile: SigningProfile): boolean {
  return typeof profile === 'string' ? profile === 'standard' : profile.key === 'base64';
}

function textWarning(secret: string): string {
  const ours = `webhook-signature is made with the ${Buffer.byteLength(secret)} UTF-8 bytes of this text`;
  if (secret.startsWith(`v1,${PREFIX}`)) {
    return `${ours}, "v1," included; a Standard Webhooks library takes it for no secret and refuses it. Leave out "v1,".`;
  }
  const decoded = Buffer.from(secret, 'base64');
  const theirs =
    decoded.length > 0 && decoded.toString('base64') === secret
      ? `decodes it as base64 and verifies with other ${decoded.length} bytes, so that every signature fails`
      : 'cannot decode it as base64 and refuses it';
  return `${ours}; a Standard Webhooks library ${theirs}. Put whsec_ and the base64 of 24 to 64 random bytes, or verify with the bytes of the text (format "raw" in some libraries).`;
}
