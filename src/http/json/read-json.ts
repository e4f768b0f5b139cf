import { AppError, invalidAsFirst } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { findFaults } from './find-faults.js';
import type { JsonLimits } from './json-limits.js';
import { scanValue, skipSpace } from './scan-value.js';
import type { Scan } from './scan-value.js';

/** A value as it was read, and why it cannot be stored and sent as it was written. */
export interface JsonReading {
  /** Undefined where the limits are broken: then nothing was parsed. */
  value: unknown;
  faults: FieldError[];
}

/**
 * Parses the JSON text that `bytes` are: 400 `malformed_json` where they are none, 422 with pointers
 * for what `findFaults` names. Keys such as `__proto__` stay own properties.
 */
export function readJson(bytes: Buffer, limits: JsonLimits): unknown {
  const { value, faults } = inspectJson(bytes, limits);
  if (faults.length > 0) throw invalidAsFirst(faults);
  return value;
}

/** The same for callers that need what was parsed although it is refused. */
export function inspectJson(bytes: Buffer, limits: JsonLimits): JsonReading {
  const start = skipSpace(bytes, 0);
  const scan = scanValue(bytes, start, limits);
  requireEnd(bytes, scan.end);
  return inspectScanned(bytes, start, scan, limits);
}

/** The value between `start` and `scan.end`. */
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

/** Throws 400 where anything but white space follows. */
export function requireEnd(bytes: Buffer, end: number): void {
  const rest = skipSpace(bytes, end);
  if (rest < bytes.length) throw malformedJson(`byte ${rest}`);
}

/** 400 `malformed_json`; `place` says where, and quotes nothing of the body. */
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
    // Only the parser's place is kept: its message quotes the body.
    const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    throw malformedJson(
      position === undefined ? undefined : `position ${start + Number(position)}`,
    );
  }
}

/** Fewer than were written where an object names one twice. No deeper than `MAX_DEPTH`. */
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
