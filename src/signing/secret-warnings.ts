import type { SigningProfile } from './profile.js';

const PREFIX = 'whsec_';
/** What the Standard Webhooks specification allows for the bytes of a secret. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** What was taken, with a doubt. */
export interface Warning {
  code: string;
  message: string;
}

/**
 * Warnings of an own secret that libraries of Standard Webhooks read otherwise than we do: they take
 * `whsec_` off and decode the rest as base64, with or without that prefix. None where no profile signs
 * with the decoded bytes. The messages repeat nothing of the secret.
 */
export function secretWarnings(
  secret: unknown,
  signing: readonly SigningProfile[] | null,
): Warning[] {
  if (typeof secret !== 'string' || !(signing ?? []).some(signsWithBase64)) return [];
  if (!secret.startsWith(PREFIX))
    return [{ code: 'secret_read_differently', message: ofText(secret) }];
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

function ofText(secret: string): string {
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
