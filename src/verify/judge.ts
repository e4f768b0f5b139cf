import { resolveProfile, signatureHeaderNames } from '../signing/index.js';
import type { ProfileObject, SigningProfile } from '../signing/index.js';
import { bodyVariants } from './body-variants.js';
import { recognise } from './recognise.js';
import type { KnownSecret, Mistake, SignedFacts } from './recipes.js';
import type { Verdict } from './verdicts.js';

/** What the receiver got and computed. */
export interface Received {
  /** By lower-case name. */
  headers: ReadonlyMap<string, string> | undefined;
  body: Buffer | undefined;
  computed: string | undefined;
}

/** What was sent. */
export interface Sent {
  profiles: readonly SigningProfile[];
  secrets: readonly KnownSecret[];
  /** Its body is the received one where that which was sent is not known. */
  facts: SignedFacts;
  /** Whether the body of `facts` is the one that was sent. */
  isBodyKnown: boolean;
  /** As recorded, by lower-case name; those that are masked are left out. */
  headers: ReadonlyMap<string, string>;
  /** How far the clock of the receiver goes ahead, by the date of its answer; null: not known. */
  skewSeconds: number | null;
}

export interface Judgement {
  verdict: Verdict;
  sentences: string[];
  /** The signature header in question. */
  header: string | null;
}

/** Most libraries refuse a timestamp that is further away. */
const MOST_SKEW_SECONDS = 300;
/** With fewer headers, only some were pasted. */
const LEAST_HEADERS = 5;
const COMPARED = ['webhook-id', 'x-webhook-id', 'webhook-timestamp', 'x-webhook-timestamp'];

/** Finds what is wrong with a signature or a request as the receiver got it. */
export async function judge(received: Received, sent: Sent): Promise<Judgement> {
  const { computed, body, headers } = received;
  const question = { ...sent, received: body };
  const found = computed === undefined ? undefined : await recognise(computed, question);
  const header = found?.profile.header ?? null;
  const mistakes = [
    ...(found?.mistakes ?? []),
    ...(headers ? await headerMistakes(headers, received, sent) : []),
    ...(await bodyMistakes(body, sent)),
  ];
  const [first] = mistakes;
  const sentences = [...new Set(mistakes.map(({ sentence }) => sentence))];
  if (first) return { verdict: first.verdict, sentences, header };
  if (computed !== undefined && !found) {
    const sentence =
      'The computed signature is none that this endpoint makes, nor one with a mistake that is known.';
    return { verdict: 'unknown', sentences: [sentence], header };
  }
  const { skewSeconds } = sent;
  if (skewSeconds !== null && Math.abs(skewSeconds) > MOST_SKEW_SECONDS) {
    const way = skewSeconds > 0 ? 'ahead' : 'behind';
    const sentence = `What was received is right, but the clock of the receiver was ${Math.abs(skewSeconds)} seconds ${way} when it answered, and libraries refuse timestamps that are more than 5 minutes away.`;
    return { verdict: 'clock_skew', sentences: [sentence], header };
  }
  return { verdict: 'valid', sentences: rightSentences(received, sent, header), header };
}

function rightSentences(
  { computed, body, headers }: Received,
  { isBodyKnown }: Sent,
  header: string | null,
): string[] {
  return [
    ...(computed === undefined ? [] : [`The computed signature is the one of ${header}.`]),
    ...(body && isBodyKnown ? ['The body is the one that was signed.'] : []),
    ...(headers ? ['The signature headers are as they were sent.'] : []),
    ...(computed === undefined
      ? [
          'If the receiver refuses it all the same, the mistake is in how it computes: send what it has computed.',
        ]
      : []),
  ];
}

async function headerMistakes(
  headers: ReadonlyMap<string, string>,
  { body }: Received,
  sent: Sent,
): Promise<Mistake[]> {
  const profiles = sent.profiles.map(resolveProfile);
  const present = profiles.filter(({ header }) => headers.has(header.toLowerCase()));
  const mistakes: Mistake[] = [];
  for (const profile of present) {
    const value = headers.get(profile.header.toLowerCase()) ?? '';
    const profileOnly = { ...sent, profiles: [profile], received: body };
    const found = await recognise(value, profileOnly);
    const isOther = found?.mistakes.some(({ verdict }) => verdict === 'body_changed') ?? true;
    // A signature was made by us: what it does not fit to is the header or, where it is not known, the body.
    if (found && !isOther) mistakes.push(...found.mistakes);
    else if (sent.isBodyKnown)
      mistakes.push(changed(profile.header, 'is not the one that was sent'));
  }
  return [...missing(profiles, present, headers), ...differing(headers, sent.headers), ...mistakes];
}

function missing(
  profiles: readonly ProfileObject[],
  present: readonly ProfileObject[],
  headers: ReadonlyMap<string, string>,
): Mistake[] {
  const isWhole = headers.size >= LEAST_HEADERS;
  const absent = profiles.filter((profile) => !present.includes(profile));
  const names = present.length === 0 || isWhole ? absent.map(({ header }) => header) : [];
  const needed = present.flatMap(({ content, timestamp = 'attempt' }) => [
    ...(content.includes('{id}') ? ['webhook-id'] : []),
    ...(content.includes('{timestamp}')
      ? [timestamp === 'created' ? 'x-webhook-timestamp' : 'webhook-timestamp']
      : []),
  ]);
  if (isWhole) names.push(...needed.filter((name) => !headers.has(name)));
  return [...new Set(names)].map((name) => ({
    verdict: 'header_missing',
    sentence: `The header ${name} was sent and is not among those that were received.`,
  }));
}

function differing(
  headers: ReadonlyMap<string, string>,
  sent: ReadonlyMap<string, string>,
): Mistake[] {
  return COMPARED.flatMap((name) => {
    const [got, was] = [headers.get(name), sent.get(name)];
    return got === undefined || was === undefined || got === was
      ? []
      : [changed(name, `was sent as ${was}`)];
  });
}

function changed(header: string, how: string): Mistake {
  return {
    verdict: 'header_changed',
    sentence: `The header ${header} was changed: its value ${how}.`,
  };
}

async function bodyMistakes(
  body: Buffer | undefined,
  { facts, isBodyKnown }: Sent,
): Promise<Mistake[]> {
  if (!body || !isBodyKnown || body.equals(facts.body)) return [];
  const known = (await bodyVariants(facts.body)).find(({ bytes }) => bytes.equals(body));
  const what = known?.what ?? differenceOf(facts.body, body);
  return [{ verdict: 'body_changed', sentence: `The body was ${what}.` }];
}

function differenceOf(sent: Buffer, received: Buffer): string {
  let at = 0;
  while (at < sent.length && at < received.length && sent[at] === received[at]) at += 1;
  if (at === received.length) {
    return `cut: ${received.length} of ${sent.length} bytes were received`;
  }
  return `changed: it has ${received.length} bytes instead of ${sent.length}, and differs from byte ${at + 1} on`;
}

/** Returns the recorded headers that are compared, without those that are masked. */
export function comparableHeaders(
  recorded: Readonly<Record<string, string>> | null,
  profiles: readonly SigningProfile[],
): Map<string, string> {
  const masked = new Set(signatureHeaderNames(profiles));
  return new Map(
    Object.entries(recorded ?? {})
      .map(([name, value]): [string, string] => [name.toLowerCase(), value])
      .filter(([name]) => !masked.has(name)),
  );
}
