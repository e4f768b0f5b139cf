import { createHash, createHmac } from 'node:crypto';
import { LoopTurns } from '../common/index.js';
import { resolveProfile } from '../signing/index.js';
import type { ProfileObject, SigningProfile } from '../signing/index.js';
import { bodyVariants } from './body-variants.js';
import { otherPresets, rightRecipes, wrongRecipes } from './recipes.js';
import type { KnownSecret, Mistake, Recipe, SignedFacts } from './recipes.js';

/** How a signature was computed. */
export interface Recognised {
  profile: ProfileObject;
  /** Empty: it is right. */
  mistakes: readonly Mistake[];
}

interface Question {
  profiles: readonly SigningProfile[];
  facts: SignedFacts;
  secrets: readonly KnownSecret[];
  /** The body as the receiver got it. */
  received: Buffer | undefined;
}

/** A signature in bytes, and how it was written. */
interface Written {
  text: string;
  bytes: Buffer;
  encoding: 'hex' | 'base64';
}

const HEX = /^(?:[0-9a-f]{2})+$/i;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** A shorter beginning may be equal by chance. */
const LEAST_LENGTH = 8;
/** More are in no header that a receiver is sent: one for each live secret. */
const MOST_SIGNATURES = 32;

/**
 * Finds out how a signature was computed: rightly by a profile of the endpoint, with a mistake, or by a preset that the
 * endpoint does not have. The text may be a whole header with several signatures. Undefined: by nothing that is known.
 */
export async function recognise(text: string, question: Question): Promise<Recognised | undefined> {
  const signatures = signaturesIn(text);
  const { facts, secrets, received } = question;
  const turns = new LoopTurns();
  const own = question.profiles.map(resolveProfile);
  const find = async (recipes: Iterable<Recipe>): Promise<Recognised | undefined> => {
    for (const recipe of recipes) {
      const found = match(recipe, signatures);
      if (found) return { profile: recipe.profile, mistakes: found };
      if (turns.isUsedUp) await turns.next();
    }
    return undefined;
  };
  for (const profile of own) {
    const found = await find(rightRecipes(profile, facts, secrets));
    if (found) return found;
  }
  for (const [name, preset] of otherPresets(question.profiles)) {
    const found = await find(rightRecipes(preset, facts, secrets));
    if (found) return { ...found, mistakes: [otherProfile(name, own), ...found.mistakes] };
  }
  const bodies = { variants: await bodyVariants(facts.body), received };
  for (const profile of own) {
    const found = await find(wrongRecipes(profile, facts, secrets, bodies));
    if (found) return found;
  }
  return undefined;
}

function otherProfile(name: string, own: readonly ProfileObject[]): Mistake {
  const headers = own.map(({ header }) => header).join(', ');
  return {
    verdict: 'other_profile',
    sentence: `It is computed by the profile ${name}, which this endpoint does not have; it signs ${headers}.`,
  };
}

/** Returns the mistakes of the recipe where it makes one of the signatures. */
function match(recipe: Recipe, signatures: readonly Written[]): Mistake[] | undefined {
  const { encoding = 'hex' } = recipe.profile;
  const digest = digestOf(recipe);
  for (const { text, bytes, encoding: used } of signatures) {
    if (bytes.equals(digest)) {
      return [...recipe.mistakes, ...writingMistakes({ text, used, encoding, digest })];
    }
    const whole = digest.toString(used);
    const isCut = text.length >= LEAST_LENGTH && text.length < whole.replace(/=+$/, '').length;
    if (isCut && whole.startsWith(used === 'hex' ? text.toLowerCase() : text)) {
      const sentence = `Only the first ${text.length} characters of the signature are there.`;
      return [...recipe.mistakes, { verdict: 'truncated', sentence }];
    }
  }
  return undefined;
}

interface Writing {
  text: string;
  used: 'hex' | 'base64';
  encoding: 'hex' | 'base64';
  digest: Buffer;
}

function writingMistakes({ text, used, encoding, digest }: Writing): Mistake[] {
  const verdict = 'encoding_wrong' as const;
  if (used !== encoding) {
    return [
      {
        verdict,
        sentence: `The signature is written as ${used}; this profile writes ${encoding}.`,
      },
    ];
  }
  if (text === digest.toString(encoding)) return [];
  const how =
    used === 'hex' ? 'in capital letters' : 'in another base64 alphabet or without its padding';
  return [{ verdict, sentence: `The signature is written ${how}.` }];
}

function digestOf({ algorithm, key, content, body, id, timestamp, hash }: Recipe): Buffer {
  const [before = '', after = ''] = content.split('{body}');
  const fill = (text: string): string =>
    text.replace('{id}', () => id).replace('{timestamp}', () => timestamp);
  const parts = [
    Buffer.from(fill(before)),
    ...(content.includes('{body}') ? [body] : []),
    Buffer.from(fill(after)),
  ];
  if (hash === undefined) {
    return parts.reduce((hmac, part) => hmac.update(part), createHmac(algorithm, key)).digest();
  }
  const keyed = hash === 'key_first' ? [key, ...parts] : [...parts, key];
  return keyed.reduce((made, part) => made.update(part), createHash(algorithm)).digest();
}

/** Returns the parts of a text that may be a signature, the first 32 of them, also behind `sha256=`, `v1,` and `t=…,v1=`. */
export function signaturesIn(text: string): Written[] {
  const parts = text
    .trim()
    .replaceAll(/["'\s,;|]+/g, ' ')
    .split(' ')
    .map((part) => part.replace(/^[A-Za-z][A-Za-z0-9_-]{0,11}=(?=.)/, ''));
  const long = parts.filter((part) => part.length >= LEAST_LENGTH).slice(0, MOST_SIGNATURES);
  return long.flatMap((part): Written[] => {
    const hex: Written[] = HEX.test(part)
      ? [{ text: part, bytes: Buffer.from(part, 'hex'), encoding: 'hex' }]
      : [];
    const base64: Written[] = BASE64.test(part)
      ? [{ text: part, bytes: Buffer.from(part, 'base64'), encoding: 'base64' }]
      : [];
    return [...hex, ...base64];
  });
}
