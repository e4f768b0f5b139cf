import { AppError, invalidAsFirst } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { findFaults } from './find-faults.js';
import type { JsonLimits } from './json-limits.js';
import { isKeptNumber } from './is-kept-number.js';
import { MAX_DEPTH } from './json-limits.js';

/** The result of one pass over the bytes of a JSON value, before anything is parsed. */
export interface Scan {
  /** The index behind the value; the length of the bytes where the value does not end. */
  end: number;
  /** The number of members in all objects, duplicates included. */
  members: number;
  /** False where the value is too deep or has too many members or values. */
  isWithinLimits: boolean;
  /** Whether every number is kept by `JSON.parse` and `JSON.stringify`. */
  keepsNumbers: boolean;
  /** Whether a string spells a surrogate as an escape, alone or in a pair. */
  hasSurrogateEscapes: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Integers and fractions with up to this many characters are doubles that keep their value. */
const SAFE_LITERAL_LENGTH = 15;

/**
 * Scans the value that begins at `start`, which must not be white space. Accepts malformed JSON too:
 * the end is then arbitrary, and `JSON.parse` finds the error. Runs for every event, and takes about
 * a nanosecond a byte.
 */
export function scanValue(bytes: Buffer, start: number, limits: JsonLimits): Scan {
  const { length } = bytes;
  const scan: Scan = {
    end: length,
    members: 0,
    isWithinLimits: true,
    keepsNumbers: true,
    hasSurrogateEscapes: false,
  };
  let depth = 0;
  let deepest = 0;
  let values = 0;
  let index = start;
  while (index < length) {
    const byte = bytes[index] as number;
    if (byte === QUOTE) {
      for (index += 1; index < length; index += 1) {
        const inner = bytes[index] as number;
        if (inner === QUOTE) break;
        if (inner !== BACKSLASH) continue;
        index += 1;
        if (isSurrogateEscape(bytes, index)) scan.hasSurrogateEscapes = true;
      }
      index += 1;
    } else if (byte === COLON) {
      index += 1;
      scan.members += 1;
    } else if (byte === COMMA) {
      index += 1;
      values += 1;
    } else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) {
      const end = endOfNumber(bytes, index);
      if (!isPlainNumber(bytes, index, end)) {
        scan.keepsNumbers &&= isKeptNumber(bytes.toString('latin1', index, end));
      }
      index = end;
    } else if (byte === 0x7b || byte === 0x5b) {
      index += 1;
      depth += 1;
      values += 1;
      deepest = Math.max(deepest, depth);
      continue;
    } else if (byte === 0x7d || byte === 0x5d) {
      // A bracket that closes the container around the value is not part of the value.
      if (depth > 0) index += 1;
      depth -= 1;
    } else {
      index += 1;
      // Skips the letters of true, false and null; white space outside of containers ends the value.
      if (depth === 0 && isLetter(byte) && index < length && isLetter(bytes[index] as number)) {
        continue;
      }
    }
    if (depth <= 0) {
      scan.end = index;
      break;
    }
  }
  scan.isWithinLimits =
    deepest <= MAX_DEPTH && scan.members <= limits.members && values <= limits.values;
  return scan;
}

/** Returns the index of the first byte from `start` on that is not JSON white space. */
export function skipSpace(bytes: Buffer, start: number): number {
  let index = start;
  for (; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return index;
}

function endOfNumber(bytes: Buffer, start: number): number {
  let index = start + 1;
  for (; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    const isPart = (byte >= 0x2b && byte <= NINE && byte !== COMMA) || (byte | 0x20) === 0x65;
    if (!isPart) break;
  }
  return index;
}

/**
 * Returns whether a literal is digits with at most one point, and short enough to be kept in any
 * case.
 */
function isPlainNumber(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > SAFE_LITERAL_LENGTH) return false;
  for (let index = start + 1; index < end; index += 1) {
    const byte = bytes[index] as number;
    if (byte !== DOT && (byte < ZERO || byte > NINE)) return false;
  }
  return true;
}

/** Returns whether `index` is that of the `u` in an escape from `\ud800` to `\udfff`. */
function isSurrogateEscape(bytes: Buffer, index: number): boolean {
  if (bytes[index] !== 0x75 || ((bytes[index + 1] as number) | 0x20) !== 0x64) return false;
  const third = (bytes[index + 2] as number) | 0x20;
  return third === 0x38 || third === 0x39 || (third >= 0x61 && third <= 0x66);
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/** A parsed value, and the reasons why it cannot be stored and sent as it was written. */
export interface JsonReading {
  /** Undefined where the limits are exceeded, because nothing was parsed then. */
  value: unknown;
  faults: FieldError[];
}

/**
 * Parses the JSON text in `bytes`. Throws 400 `malformed_json` where they are not JSON, and 422 with
 * pointers for the faults that `findFaults` names. Keys such as `__proto__` stay own properties.
 */
export function readJson(bytes: Buffer, limits: JsonLimits): unknown {
  const { value, faults } = inspectJson(bytes, limits);
  if (faults.length > 0) throw invalidAsFirst(faults);
  return value;
}

/** Parses as `readJson` does, for callers that need the parsed value although it is refused. */
export function inspectJson(bytes: Buffer, limits: JsonLimits): JsonReading {
  const start = skipSpace(bytes, 0);
  const scan = scanValue(bytes, start, limits);
  requireEnd(bytes, scan.end);
  return inspectScanned(bytes, start, scan, limits);
}

/** Parses the value between `start` and `scan.end`. */
export function inspectScanned(
  bytes: Buffer,
  start: number,
  scan: Scan,
  limits: JsonLimits,
): JsonReading {
  const text = bytes.toString('utf8', start, scan.end);
  if (!scan.isWithinLimits) return { value: undefined, faults: findFaults(text, limits) };
  const value = parse(text, start);
  const isClean =
    scan.keepsNumbers && !scan.hasSurrogateEscapes && countMembers(value) === scan.members;
  return { value, faults: isClean ? [] : findFaults(text, limits) };
}

/** Throws 400 where anything but white space follows `end`. */
export function requireEnd(bytes: Buffer, end: number): void {
  const rest = skipSpace(bytes, end);
  if (rest < bytes.length) throw malformedJson(`byte ${rest}`);
}

/**
 * Returns the error 400 `malformed_json`. `place` names the position and quotes nothing of the
 * body.
 */
export function malformedJson(place?: string): AppError {
  const message = 'The body is not valid JSON.';
  return new AppError('malformed_json', 400, {
    message: place === undefined ? message : `${message} The error is at ${place}.`,
  });
}

function parse(text: string, start: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Only the position is kept, because the parser's message quotes the body.
    const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    throw malformedJson(
      position === undefined ? undefined : `position ${start + Number(position)}`,
    );
  }
}

/**
 * Counts the members of a value that is at most `MAX_DEPTH` deep. A duplicate name in the text
 * counts once.
 */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) count += countMembers(item);
    return count;
  }
  const record = value as Record<string, unknown>;
  for (const name in record) count += 1 + countMembers(record[name]);
  return count;
}
