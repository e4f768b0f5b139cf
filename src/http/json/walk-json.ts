import type { JsonLimits } from './json-limits.js';
import { malformedJson, scanValue, skipSpace } from './read-json.js';
import type { Scan } from './read-json.js';

/** A value within bytes that are not parsed as a whole. */
export interface JsonPart {
  start: number;
  scan: Scan;
}

const NO_LIMITS: JsonLimits = { members: Infinity, values: Infinity };
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;

export const isObjectAt = (bytes: Buffer, start: number): boolean => bytes[start] === OPEN_OBJECT;
export const isListAt = (bytes: Buffer, start: number): boolean => bytes[start] === OPEN_LIST;

/**
 * Yields the members of the object that begins at `start` without parsing their values; returns the
 * index behind the object. Throws 400 `malformed_json` where the text is not that of an object. A caller
 * that has read a value by itself passes the index behind it to `next`.
 */
export function* walkObject(
  bytes: Buffer,
  start: number,
): Generator<{ name: string; start: number }, number, number | undefined> {
  let index = skipSpace(bytes, start + 1);
  if (bytes[index] === CLOSE_OBJECT) return index + 1;
  for (;;) {
    if (bytes[index] !== 0x22) throw malformedJson(`byte ${index}`);
    const end = scanValue(bytes, index, NO_LIMITS).end;
    const name = nameOf(bytes, index, end);
    index = skipSpace(bytes, end);
    if (bytes[index] !== COLON) throw malformedJson(`byte ${index}`);
    index = skipSpace(bytes, index + 1);
    const behind = (yield { name, start: index }) ?? scanValue(bytes, index, NO_LIMITS).end;
    index = skipSpace(bytes, behind);
    if (bytes[index] === CLOSE_OBJECT) return index + 1;
    if (bytes[index] !== COMMA) throw malformedJson(`byte ${index}`);
    index = skipSpace(bytes, index + 1);
  }
}

/** Yields the elements of a list in the same way, each with its scan. */
export function* walkList(
  bytes: Buffer,
  start: number,
  limits: JsonLimits,
): Generator<JsonPart, number, undefined> {
  let index = skipSpace(bytes, start + 1);
  if (bytes[index] === CLOSE_LIST) return index + 1;
  for (;;) {
    const scan = scanValue(bytes, index, limits);
    yield { start: index, scan };
    index = skipSpace(bytes, scan.end);
    if (bytes[index] === CLOSE_LIST) return index + 1;
    if (bytes[index] !== COMMA) throw malformedJson(`byte ${index}`);
    index = skipSpace(bytes, index + 1);
  }
}

function nameOf(bytes: Buffer, start: number, end: number): string {
  try {
    return JSON.parse(bytes.toString('utf8', start, end)) as string;
  } catch {
    throw malformedJson(`byte ${start}`);
  }
}
