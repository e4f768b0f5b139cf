import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { resolveProfile } from './profile.js';
import type { ProfileObject, SigningProfile } from './profile.js';
import { keyBytes } from './secret.js';

/** A template that was split at its placeholders: the texts, and the names between them. */
interface Template {
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

const PLACEHOLDER = /\{([^{}]*)\}/;

/** Splits `a{id}b` into the texts `a` and `b` and the name `id`. Inserted values are not parsed again. */
export function parseTemplate(source: string): Template {
  const parts = source.split(PLACEHOLDER);
  return {
    texts: parts.filter((_, index) => index % 2 === 0),
    names: parts.filter((_, index) => index % 2 === 1),
  };
}

function fillTemplate({ texts, names }: Template, valueOf: (name: string) => string): string {
  return names.reduce(
    (text, name, index) => text + valueOf(name) + texts[index + 1],
    texts[0] ?? '',
  );
}

export interface SigningSecret {
  value: string;
  /** The end of its grace after a rotation; null for the newest secret. */
  expiresAt: Date | null;
}

export interface SignedMessage {
  /** The event id as the receiver sees it, `evt_…`. */
  id: string;
  createdSeconds: number;
  attemptSeconds: number;
  /** The bytes that are sent. */
  body: Buffer;
}

export type Signer = (message: SignedMessage) => Record<string, string>;

type Sign = (message: SignedMessage, secretIndexes: readonly number[]) => string;

/**
 * Returns the function that signs the attempts of an endpoint. It decodes keys and parses templates once.
 * `secrets` are ordered newest first. A secret is used until its grace has ended. A header for several
 * signatures carries one per live secret. A header for one signature uses the oldest live secret, and
 * `<header>-Next` is signed with the newest while the two differ. The signer throws if no secret is live,
 * because no request may be sent unsigned.
 *
 * @example
 * const sign = prepareSigner(['standard'], [{ value: 'whsec_…', expiresAt: null }]);
 * const headers = sign({ id: 'evt_…', createdSeconds, attemptSeconds, body });
 */
export function prepareSigner(
  profiles: readonly SigningProfile[],
  secrets: readonly SigningSecret[],
): Signer {
  const prepared = profiles.map(resolveProfile).map((profile) => ({
    header: profile.header,
    holdsSeveral: profile.separator !== undefined,
    sign: prepareProfile(profile, secrets),
  }));
  return (message) => {
    const live = liveSecrets(secrets, message.attemptSeconds);
    const newest = live.slice(0, 1);
    const oldest = live.slice(-1);
    const headers: Record<string, string> = {};
    for (const { header, holdsSeveral, sign } of prepared) {
      headers[header] = sign(message, holdsSeveral ? live : oldest);
      if (!holdsSeveral && live.length > 1) headers[`${header}-Next`] = sign(message, newest);
    }
    return headers;
  };
}

/** Returns the indexes of the secrets that are live at that time, newest first. */
function liveSecrets(secrets: readonly SigningSecret[], attemptSeconds: number): number[] {
  const live: number[] = [];
  secrets.forEach(({ expiresAt }, index) => {
    if (expiresAt === null || expiresAt.getTime() > attemptSeconds * 1000) live.push(index);
  });
  if (live.length === 0) throw new Error('No signing secret is live.');
  return live;
}

function prepareProfile(profile: ProfileObject, secrets: readonly SigningSecret[]): Sign {
  const { algorithm = 'sha256', encoding = 'hex', key = 'utf8', separator = '' } = profile;
  // Node.js 24 takes five times as long with the bytes of a key at each use.
  const keys = secrets.map((secret) => createSecretKey(keyBytes(secret.value, key)));
  const [before, after] = splitAtBody(profile.content);
  const head = parseTemplate(before);
  const tail = parseTemplate(after);
  const value = parseTemplate(profile.value);

  const signOne = (by: KeyObject, body: Buffer, valueOf: (name: string) => string): string => {
    const hmac = createHmac(algorithm, by);
    if (before !== '') hmac.update(fillTemplate(head, valueOf), 'utf8');
    hmac.update(body);
    if (after !== '') hmac.update(fillTemplate(tail, valueOf), 'utf8');
    return hmac.digest(encoding);
  };

  return (message, secretIndexes) => {
    const seconds =
      profile.timestamp === 'created' ? message.createdSeconds : message.attemptSeconds;
    const valueOf = (name: string): string => (name === 'id' ? message.id : String(seconds));
    const signature = keys
      .filter((_, index) => secretIndexes.includes(index))
      .map((by) => signOne(by, message.body, valueOf))
      .join(separator);
    return fillTemplate(value, (name) => (name === 'signature' ? signature : valueOf(name)));
  };
}

function splitAtBody(content: string): [before: string, after: string] {
  const at = content.indexOf('{body}');
  return [content.slice(0, at), content.slice(at + '{body}'.length)];
}
