import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

const PREFIXES = {
  event: 'evt',
  delivery: 'dlv',
  attempt: 'att',
  endpoint: 'ep',
  tenant: 'ten',
  apiKey: 'key',
  audit: 'aud',
  rejected: 'rej',
  replay: 'rpl',
  erasure: 'ers',
  session: 'ses',
  link: 'lnk',
  tenantDeletion: 'tdl',
} as const;

export type IdKind = keyof typeof PREFIXES;

const POOLED = 256;

/**
 * Returns a function that returns so many random bytes at each call. They are drawn for many calls at once, because
 * those of one call cost as much.
 */
export function randomPool(bytes: number): () => Buffer {
  let pool = Buffer.alloc(0);
  let offset = 0;
  return () => {
    if (offset === pool.length) {
      pool = randomBytes(bytes * POOLED);
      offset = 0;
    }
    offset += bytes;
    return pool.subarray(offset - bytes, offset);
  };
}

const nextRandom = randomPool(16);

/** Makes UUIDv7 by a clock (epoch milliseconds) that may also stand still or be set back. */
export function uuidsBy(now: () => number): () => string {
  // The time and the counter of the latest id (RFC 9562 section 6.2, method 1).
  let latestMs = 0;
  let counter = 0;
  return () => {
    const random = nextRandom();
    const nowMs = now();
    if (nowMs > latestMs) {
      latestMs = nowMs;
      // Half of the range is left for counting upwards within the millisecond.
      counter = random.readUInt32BE() >>> 1;
    } else {
      counter = (counter + 1) >>> 0;
      if (counter === 0) latestMs += 1;
    }
    return v7({ random, msecs: latestMs, seq: counter });
  };
}

/**
 * Returns a new UUIDv7 (RFC 9562). It sorts by time, so tables are partitioned and paged by it, and behind
 * all earlier ones of this process.
 */
export const newUuid = uuidsBy(Date.now);

/** Returns the public id of a UUID: the prefix of the kind and 32 hex digits, such as `evt_019bc0…`. */
export function publicId(kind: IdKind, uuid: string): string {
  // A delivery makes several; slices take half the time of a replacement.
  const hex = `${uuid.slice(0, 8)}${uuid.slice(9, 13)}${uuid.slice(14, 18)}${uuid.slice(19, 23)}${uuid.slice(24)}`;
  return `${PREFIXES[kind]}_${hex}`;
}

/** Returns the UUID of a public id of the kind, or undefined if the text is not such an id. */
export function parseId(kind: IdKind, text: string): string | undefined {
  const match =
    /^([a-z]+)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(text);
  if (!match || match[1] !== PREFIXES[kind]) return undefined;
  return match.slice(2).join('-');
}

/** Returns the kind of a public id by its prefix, or undefined. */
export function kindOfId(text: string): IdKind | undefined {
  const prefix = text.slice(0, text.indexOf('_'));
  return (Object.keys(PREFIXES) as IdKind[]).find((kind) => PREFIXES[kind] === prefix);
}

/** Returns the smallest UUIDv7 of a time in epoch milliseconds, as a bound for filters on ids. */
export function firstUuidAt(epochMs: number): string {
  const hex = Math.max(0, Math.floor(epochMs)).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Returns the time of a UUIDv7 in epoch milliseconds. */
export function timeOfUuid(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}
