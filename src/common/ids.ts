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
} as const;

export type IdKind = keyof typeof PREFIXES;

/** Returns a new UUIDv7 (RFC 9562). It sorts by time, so tables are partitioned and paged by it. */
export function newUuid(): string {
  return v7();
}

/** Returns the public id of a UUID: the prefix of the kind and 32 hex digits, such as `evt_019bc0…`. */
export function publicId(kind: IdKind, uuid: string): string {
  return `${PREFIXES[kind]}_${uuid.replaceAll('-', '')}`;
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
