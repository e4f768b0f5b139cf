import { childPointer } from '../common/index.js';
import type { FieldError } from '../common/index.js';
import {
  ALGORITHMS,
  ENCODINGS,
  KEYS,
  PRESETS,
  TIMESTAMPS,
  isPresetName,
  signatureHeaderNames,
  RESERVED_HEADERS,
} from './profile.js';
import type { SigningProfile } from './profile.js';
import { parseTemplate } from './prepare-signer.js';

const MAX_PROFILES = 10;
// A token (RFC 9110 section 5.6.2) that begins with a letter or digit and that axios does not drop.
const TOKEN = /^(?!(?:constructor|prototype)$)[0-9a-z][!#$%&'*+\-.^_`|~0-9a-z]{0,99}$/i;
const PRINTABLE_ASCII = /^[\x20-\x7e]{1,500}$/;

const CHOICES = {
  algorithm: ALGORITHMS,
  encoding: ENCODINGS,
  key: KEYS,
  timestamp: TIMESTAMPS,
} as const;
const FIELDS = ['header', 'content', 'value', 'separator', ...Object.keys(CHOICES)];

type Report = (field: string, message: string) => void;

/** Returns the errors of an endpoint's `signing`. If there are none, the input is a `SigningProfile[]`. */
export function checkProfiles(input: unknown): FieldError[] {
  if (!Array.isArray(input) || input.length === 0 || input.length > MAX_PROFILES) {
    const message = `must be a list of 1 to ${MAX_PROFILES} signing profiles`;
    return [{ pointer: '/signing', code: 'invalid_profile', message }];
  }
  const errors = input.flatMap((profile: unknown, index) => checkProfile(profile, index));
  return errors.length > 0 ? errors : checkHeaders(input as SigningProfile[]);
}

function checkProfile(profile: unknown, index: number): FieldError[] {
  const pointer = `/signing/${index}`;
  if (typeof profile === 'string') {
    if (isPresetName(profile)) return [];
    const message = `there is no signing profile "${profile}"; there are ${Object.keys(PRESETS).join(', ')}`;
    return [{ pointer, code: 'unknown_profile', message }];
  }
  if (typeof profile !== 'object' || profile === null || Array.isArray(profile)) {
    const message = 'must be the name of a signing profile or an object';
    return [{ pointer, code: 'invalid_profile', message }];
  }
  const errors: FieldError[] = [];
  const report: Report = (field, message) => {
    errors.push({ pointer: childPointer(pointer, field), code: 'invalid_profile', message });
  };
  checkFields(profile as Record<string, unknown>, report);
  return errors;
}

function checkFields(profile: Record<string, unknown>, report: Report): void {
  for (const field of Object.keys(profile)) {
    if (!FIELDS.includes(field)) report(field, 'is unknown');
  }
  const { header, content, value, separator } = profile;
  if (typeof header !== 'string' || !TOKEN.test(header)) report('header', 'must be a header name');
  checkTemplate(content, 'body', ['id', 'timestamp'], (message) => report('content', message));
  checkTemplate(value, 'signature', ['timestamp'], (message) => report('value', message));
  if (separator !== undefined && !isPrintable(separator)) {
    report('separator', 'must be printable ASCII characters');
  }
  for (const [field, words] of Object.entries(CHOICES)) {
    const word = profile[field];
    if (word !== undefined && !words.some((known) => known === word)) {
      report(field, `must be one of ${words.join(', ')}`);
    }
  }
}

function checkTemplate(
  template: unknown,
  once: string,
  allowed: readonly string[],
  report: (message: string) => void,
): void {
  if (!isPrintable(template)) return report('must be a template of printable ASCII characters');
  const { names } = parseTemplate(template);
  if (names.filter((name) => name === once).length !== 1) {
    return report(`must contain {${once}} exactly once`);
  }
  const unknown = names.find((name) => name !== once && !allowed.includes(name));
  if (unknown !== undefined) report(`has an unknown placeholder {${unknown}}`);
}

function checkHeaders(profiles: readonly SigningProfile[]): FieldError[] {
  const taken = new Set<string>();
  return profiles.flatMap((profile, index): FieldError[] => {
    const names = signatureHeaderNames([profile]);
    const pointer = typeof profile === 'string' ? `/signing/${index}` : `/signing/${index}/header`;
    const reserved = names.find((name) => RESERVED_HEADERS.has(name));
    const twice = names.find((name) => taken.has(name));
    for (const name of names) taken.add(name);
    if (reserved) {
      return [{ pointer, code: 'reserved_header', message: `${reserved} cannot hold a signature` }];
    }
    if (!twice) return [];
    return [
      { pointer, code: 'duplicate_header', message: `${twice} is used by an earlier profile` },
    ];
  });
}

function isPrintable(text: unknown): text is string {
  return typeof text === 'string' && PRINTABLE_ASCII.test(text);
}
