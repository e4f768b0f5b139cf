import { keyBytes, PRESETS, resolveProfile } from '../signing/index.js';
import type { ProfileObject, SigningProfile } from '../signing/index.js';
import type { BodyVariant } from './body-variants.js';
import type { Verdict } from './verdicts.js';

/** A secret that may have been used. */
export interface KnownSecret {
  value: string;
  /** `used`: it was live when this request was sent. */
  kind: 'used' | 'former' | 'newer' | 'other';
  /** The oldest of those that were live, with which a header for one signature is signed. */
  isOldest?: boolean;
  /** The endpoint of another secret, `ep_…`. */
  endpointId: string;
}

/** What was signed, as far as it is known. Times in Unix seconds. */
export interface SignedFacts {
  id: string;
  deliveryId: string;
  createdSeconds: number;
  attemptSeconds: number;
  /** Times of the other attempts. */
  otherSeconds: readonly number[];
  body: Buffer;
}

/** One way to compute a signature. */
export interface Recipe {
  profile: ProfileObject;
  algorithm: string;
  key: Buffer;
  content: string;
  body: Buffer;
  id: string;
  timestamp: string;
  /** How a plain hash, without HMAC, takes the key in. */
  hash?: 'key_first' | 'key_last';
  mistakes: readonly Mistake[];
}

export interface Mistake {
  verdict: Verdict;
  /** A sentence about what was done. */
  sentence: string;
}

type Change = Partial<Omit<Recipe, 'profile' | 'mistakes'>> & Mistake;

/** Returns the right recipes of a profile: one for each secret that signed the request. */
export function rightRecipes(
  profile: ProfileObject,
  facts: SignedFacts,
  secrets: readonly KnownSecret[],
): Recipe[] {
  return secretsOf(profile, secrets)
    .filter(({ kind }) => kind === 'used')
    .map(({ value }) => recipeOf(profile, facts, value));
}

/** Of several live secrets, a header for one signature is signed with the oldest. */
function secretsOf({ separator }: ProfileObject, secrets: readonly KnownSecret[]): KnownSecret[] {
  if (separator !== undefined) return [...secrets];
  return secrets.map((secret) =>
    secret.kind === 'used' && !secret.isOldest ? { ...secret, kind: 'newer' } : secret,
  );
}

function recipeOf(profile: ProfileObject, facts: SignedFacts, secret: string): Recipe {
  const { algorithm = 'sha256', key = 'utf8', timestamp = 'attempt', content } = profile;
  return {
    profile,
    algorithm,
    key: keyBytes(secret, key),
    content,
    body: facts.body,
    id: facts.id,
    timestamp: String(timestamp === 'created' ? facts.createdSeconds : facts.attemptSeconds),
    mistakes: [],
  };
}

/** What a body may have become: known variants of it, and how it was received. */
export interface OtherBodies {
  variants: readonly BodyVariant[];
  received: Buffer | undefined;
}

/** Yields recipes of a profile with one mistake, the likeliest first, then those with two. */
export function* wrongRecipes(
  profile: ProfileObject,
  facts: SignedFacts,
  secrets: readonly KnownSecret[],
  otherBodies: OtherBodies,
): Generator<Recipe> {
  const own = secretsOf(profile, secrets);
  for (const { value, kind, endpointId } of own) {
    if (kind === 'used') continue;
    yield { ...recipeOf(profile, facts, value), mistakes: [SECRETS[kind](endpointId)] };
  }
  const rights = rightRecipes(profile, facts, secrets);
  const [right] = rights;
  if (!right) return;
  const used = own.find(({ kind }) => kind === 'used')?.value ?? '';
  const keys = keyChanges(profile, used);
  const times = timeChanges(profile, facts);
  const bodies = bodyChanges(facts.body, otherBodies);
  const others = [...contentChanges(profile, facts), ...algorithmChanges(right)];
  for (const change of [...keys, ...times, ...bodies, ...others]) yield applied(right, change);
  for (const second of rights.slice(1)) {
    for (const change of [...times, ...bodies, ...others]) yield applied(second, change);
  }
  for (const [first, then] of [
    [keys, bodies],
    [keys, times],
    [times, bodies],
    [keys, others],
    [others, bodies],
  ] as const) {
    for (const one of first) for (const other of then) yield applied(applied(right, one), other);
  }
}

function applied(recipe: Recipe, { verdict, sentence, ...change }: Change): Recipe {
  return { ...recipe, ...change, mistakes: [...recipe.mistakes, { verdict, sentence }] };
}

const SECRETS = {
  former: (): Mistake => ({
    verdict: 'old_secret',
    sentence: 'The key is a former secret of this endpoint, which no longer signed this request.',
  }),
  newer: (): Mistake => ({
    verdict: 'new_secret',
    sentence: 'The key is a newer secret of this endpoint, with which this header was not signed.',
  }),
  other: (endpointId: string): Mistake => ({
    verdict: 'other_endpoint_secret',
    sentence: `The key is the secret of another endpoint of the tenant, ${endpointId}.`,
  }),
};

function keyChanges({ key = 'utf8' }: ProfileObject, secret: string): Change[] {
  const prefix = 'whsec_';
  const rest = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  const decoded = Buffer.from(rest, 'base64');
  const verdict = key === 'base64' ? 'secret_not_decoded' : 'secret_wrong_encoding';
  const wrong = (
    made: Buffer,
    sentence: string,
    as: Verdict = 'secret_wrong_encoding',
  ): Change => ({
    key: made,
    verdict: as,
    sentence,
  });
  const right = keyBytes(secret, key);
  return [
    wrong(
      Buffer.from(secret),
      'The key is the text of the whole secret, which was not decoded.',
      verdict,
    ),
    wrong(Buffer.from(rest), 'The key is the text after whsec_, which was not decoded.', verdict),
    wrong(
      decoded,
      'The key is the decoded secret, but this profile signs with the text of the secret.',
    ),
    wrong(
      Buffer.from(secret, 'base64'),
      'The key is the whole secret decoded as base64, with its prefix.',
    ),
    wrong(Buffer.from(rest, 'hex'), 'The key is the secret decoded as hexadecimal.'),
    wrong(
      Buffer.from(decoded.toString('hex')),
      'The key is the decoded secret, written as hexadecimal.',
    ),
    wrong(Buffer.from(`${secret}\n`), 'The key has a newline at its end.'),
    wrong(Buffer.from(`"${secret}"`), 'The key has quotation marks around it.'),
    wrong(Buffer.alloc(0), 'The key is empty.'),
  ].filter(({ key: made }) => made !== undefined && !made.equals(right));
}

function timeChanges(
  { content, timestamp = 'attempt' }: ProfileObject,
  facts: SignedFacts,
): Change[] {
  if (!content.includes('{timestamp}')) return [];
  const { createdSeconds, attemptSeconds, otherSeconds } = facts;
  const right = timestamp === 'created' ? createdSeconds : attemptSeconds;
  const header = timestamp === 'created' ? 'X-Webhook-Timestamp' : 'webhook-timestamp';
  const wrong = (text: string, what: string): Change => ({
    timestamp: text,
    verdict: 'wrong_timestamp',
    sentence: `The timestamp is ${what}; this profile signs that of ${header}.`,
  });
  return [
    wrong(String(createdSeconds), 'the time of the event (X-Webhook-Timestamp)'),
    wrong(String(attemptSeconds), 'the time of the attempt (webhook-timestamp)'),
    ...otherSeconds.map((seconds) => wrong(String(seconds), 'that of another attempt')),
    wrong(String(right * 1000), 'in milliseconds'),
    wrong(new Date(right * 1000).toISOString(), 'written as a date'),
    wrong('', 'empty'),
    wrong('undefined', 'missing ("undefined" was signed)'),
    wrong('None', 'missing ("None" was signed)'),
  ].filter((change) => change.timestamp !== String(right));
}

function bodyChanges(body: Buffer, { variants, received }: OtherBodies): Change[] {
  const pasted =
    received && !received.equals(body) ? [{ what: 'changed on its way', bytes: received }] : [];
  return [...variants, ...pasted].map(({ what, bytes }) => ({
    body: bytes,
    verdict: 'body_changed',
    sentence: `The body was ${what}.`,
  }));
}

const CONTENTS = [
  '{body}',
  '{timestamp}.{body}',
  '{id}.{timestamp}.{body}',
  '{timestamp}{body}',
  '{id}{timestamp}{body}',
  '{id}.{body}',
  '{body}.{timestamp}',
  '{timestamp}:{body}',
  '{timestamp}.{id}.{body}',
  '{id}.{timestamp}',
];

function contentChanges({ content: right }: ProfileObject, { deliveryId }: SignedFacts): Change[] {
  const verdict = 'content_wrong' as const;
  const contents = CONTENTS.filter((content) => content !== right).map((content) => ({
    content,
    verdict,
    sentence: `The signed content is ${content}; this profile signs ${right}.`,
  }));
  if (!right.includes('{id}')) return contents;
  const sentence =
    'The id is that of the delivery; this profile signs the id of the event (webhook-id).';
  return [{ id: deliveryId, verdict, sentence }, ...contents];
}

function algorithmChanges({ algorithm: right }: Recipe): Change[] {
  const verdict = 'algorithm_wrong' as const;
  const others = ['sha1', 'sha256', 'sha384', 'sha512', 'md5'].filter((name) => name !== right);
  return [
    ...others.map((algorithm) => ({
      algorithm,
      verdict,
      sentence: `The algorithm is HMAC with ${algorithm}; this profile uses ${right}.`,
    })),
    ...(['key_first', 'key_last'] as const).map((hash) => ({
      hash,
      verdict,
      sentence: `It is a plain ${right} of key and content; this profile uses HMAC.`,
    })),
  ];
}

/** Returns the presets that the endpoint does not have, and that differ from its own in more than the timestamp. */
export function otherPresets(
  profiles: readonly SigningProfile[],
): [name: string, preset: ProfileObject][] {
  const own = new Set(profiles.map((profile) => withoutTime(resolveProfile(profile))));
  return Object.entries(PRESETS).filter(([, preset]) => !own.has(withoutTime(preset)));
}

function withoutTime({ content, algorithm, encoding, key }: ProfileObject): string {
  return JSON.stringify([content, algorithm ?? 'sha256', encoding ?? 'hex', key ?? 'utf8']);
}
