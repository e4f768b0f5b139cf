import { MASKED } from './mask-data.js';

/** To look for more text than this takes too long: everything is then masked. */
const MAX_LENGTH = 64 * 1024;
/** Shorter values are only found as words of their own; otherwise they would be found in any text. */
const MIN_LENGTH_INSIDE_WORDS = 3;
/** Shorter parts of base64 text occur by chance. */
const MIN_BASE64_LENGTH = 3;
const NUMBER = /^[-+]?\d+(\.\d+)?$/;

/**
 * Masks values where a text repeats them: as they are (in any case, in composed or decomposed Unicode, with other
 * white space), escaped as JSON (also twice), as HTML or for a URL, and as base64, also within a longer encoded
 * text.
 */
export class EchoMask {
  private readonly patterns: RegExp[] | undefined;
  /** How values may begin at the end of a text that was cut. */
  private readonly beginnings: string[];

  /** @param values - The values to mask; `undefined` masks every text as a whole. */
  constructor(values: readonly string[] | undefined) {
    const known = [...new Set(values)].map((value) => value.trim()).filter((value) => value !== '');
    const base64 = known.flatMap(base64FormsOf);
    this.beginnings = [...known.flatMap(plainFormsOf), ...base64];
    const length = this.beginnings.reduce((sum, form) => sum + form.length, 0);
    if (values === undefined || length > MAX_LENGTH) return;
    const [words, others] = [true, false].map((isWord) =>
      known.filter((value) => isOnlyFoundAsWord(value) === isWord).flatMap(patternsOf),
    );
    this.patterns = [
      ...compile(others, (any) => any, 'giu'),
      ...compile(words, (any) => `(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'giu'),
      ...compile(base64.map(escapeRegExp), (any) => any, 'g'),
    ];
  }

  text(text: string): string {
    if (!this.patterns) return text === '' ? '' : MASKED;
    return this.patterns.reduce((masked, pattern) => masked.replace(pattern, MASKED), text);
  }

  /** Masks a text that was cut, so that a value may have lost its end. */
  cutText(text: string): string {
    const masked = this.text(text);
    if (!this.patterns) return masked;
    const longest = this.beginnings.reduce(
      (most, form) => Math.max(most, overlap(masked, form)),
      0,
    );
    return longest < 2 ? masked : `${masked.slice(0, -longest)}${MASKED}`;
  }
}

/** Returns how many characters at the end of a text are the beginning of a form. */
function overlap(text: string, form: string): number {
  const end = text.slice(-form.length).toLowerCase();
  const start = form.toLowerCase();
  for (let at = 0; at < end.length; at += 1) {
    if (start.startsWith(end.slice(at))) return end.length - at;
  }
  return 0;
}

function isOnlyFoundAsWord(value: string): boolean {
  return value.length < MIN_LENGTH_INSIDE_WORDS || NUMBER.test(value);
}

function compile(patterns: string[] = [], wrap: (any: string) => string, flags: string): RegExp[] {
  if (patterns.length === 0) return [];
  const any = [...new Set(patterns)].toSorted((one, other) => other.length - one.length).join('|');
  return [new RegExp(wrap(any), flags)];
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function composedForms(value: string): string[] {
  return [...new Set([value.normalize('NFC'), value.normalize('NFD')])];
}

function plainFormsOf(value: string): string[] {
  return composedForms(value).flatMap((form) => [
    form,
    encodeURIComponent(Buffer.from(form).toString()),
  ]);
}

/** Returns patterns of a value in which each character may be escaped in any of the ways that are known. */
function patternsOf(value: string): string[] {
  return composedForms(value).map((form) =>
    Array.from(form.replace(/\s+/g, ' '), patternOfCharacter).join(''),
  );
}

const SPACE = String.raw`(?:\s|\+|%20|&nbsp;|\\{1,3}[nrt]){1,20}`;
const ENTITIES: Record<string, string> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

function patternOfCharacter(character: string): string {
  if (character === ' ') return SPACE;
  if (/[A-Za-z0-9]/.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const bytes = [...Buffer.from(character)];
  const entity = ENTITIES[character];
  const ways = [
    String.raw`\\{0,3}${escapeRegExp(character)}`,
    units.map((unit) => String.raw`\\{1,3}u${unit.toString(16).padStart(4, '0')}`).join(''),
    bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    `&#0{0,5}${code};`,
    `&#x0{0,5}${code.toString(16)};`,
    ...(entity === undefined ? [] : [`&${entity};`]),
  ];
  return `(?:${ways.join('|')})`;
}

/**
 * Returns the characters of base64 that depend on the value alone, for each of the three places that its first
 * byte can have in a group, in both alphabets.
 */
function base64FormsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const first = Math.ceil((before * 8) / 6);
    const end = Math.floor((padded.length * 8) / 6);
    const sure = padded.toString('base64').slice(first, end);
    const inUrls = sure.replaceAll('+', '-').replaceAll('/', '_');
    return sure.length < MIN_BASE64_LENGTH ? [] : [sure, inUrls];
  });
}
