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

/** A new UUIDv7 (RFC 9562): sorts by time, so that tables partition and page by it. */
export function newUuid(): string {
  return v7();
}

/** `evt_` + the UUID's 32 hex digits: the public spelling, sortable like the UUID itself. */
export function publicId(kind: IdKind, uuid: string): string {
  return `${PREFIXES[kind]}_${uuid.replaceAll('-', '')}`;
}

/** The UUID behind a public id of that kind, or undefined where the text is no such id. */
export function parseId(kind: IdKind, text: string): string | undefined {
  const match =
    /^([a-z]+)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(text);
  if (!match || match[1] !== PREFIXES[kind]) return undefined;
  return match.slice(2).join('-');
}

/** The kind that a public id's prefix names, or undefined. */
export function kindOfId(text: string): IdKind | undefined {
  const prefix = text.slice(0, text.indexOf('_'));
  return (Object.keys(PREFIXES) as IdKind[]).find((kind) => PREFIXES[kind] === prefix);
}

/** The smallest UUIDv7 of a moment: the bound for time filters on ids. */
export function firstUuidAt(epochMs: number): string {
  const hex = Math.max(0, Math.floor(epochMs)).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
