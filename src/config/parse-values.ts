import type { Parse } from './variable.js';

export function integer(min: number, max: number): Parse<number> {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new Error(`be a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** Parses a decimal number without an exponent. */
export function decimal(min: number, max: number): Parse<number> {
  return (text) => {
    const value = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || value < min || value > max) {
      throw new Error(`be a number from ${min} to ${max}`);
    }
    return value;
  };
}

export function oneOf<const Choice extends string>(...choices: Choice[]): Parse<Choice> {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new Error(`be one of ${choices.join(', ')}`);
    return found;
  };
}

export function matching(pattern: RegExp, wanted: string): Parse<string> {
  return (text) => {
    if (!pattern.test(text)) throw new Error(wanted);
    return text;
  };
}

export function list<Value>(parse: Parse<Value>): Parse<Value[]> {
  return (text) => (text === '' ? [] : text.split(',').map((entry) => parse(entry.trim())));
}

/** Parses `1` or `0`. */
export function flag(text: string): boolean {
  if (text !== '1' && text !== '0') throw new Error('be 1 or 0');
  return text === '1';
}

const MAX_RETRY_DELAY_SECONDS = 30 * 24 * 3600;

/** Parses the seconds before the second, third, … attempt. Fractions are allowed for tests. */
export function parseRetrySchedule(text: string): number[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const seconds = entries.map(Number);
  const fits = (value: number) => value > 0 && value <= MAX_RETRY_DELAY_SECONDS;
  if (
    entries.length > 50 ||
    !entries.every((entry) => /^\d+(\.\d+)?$/.test(entry)) ||
    !seconds.every(fits)
  ) {
    throw new Error('be a comma-separated list of 1 to 50 positive seconds, none above 30 days');
  }
  return seconds;
}

export function parseCatalogue(text: string): PackName[] {
  return text.split(',').map((entry) => {
    const found = PACK_NAMES.find((name) => name === entry.trim());
    if (found === undefined) {
      throw new Error(`be a comma-separated list of packs out of ${PACK_NAMES.join(', ')}`);
    }
    return found;
  });
}

/** The packs of event types, in the order in which the catalogue lists them. */
export const PACK_NAMES = ['verifa', 'kyc', 'case-keeper', 'callbacks', 'qoreid'] as const;

export type PackName = (typeof PACK_NAMES)[number];
