/**
 * For types whose provider documents ids, or little more: what else it puts in passes untouched, from
 * code too.
 */
export class OpenPayload {
  [field: string]: unknown;
}

/** Ends the description of a type that has an id and nothing else declared. */
export const OPEN_NOTE = 'Only the id is checked: further fields are up to the provider.';

/** Ends the description of a type that declares optional fields besides. */
export const OPTIONAL_NOTE =
  'Only the id is guaranteed: each other field may be absent, and further ones are up to the provider.';
