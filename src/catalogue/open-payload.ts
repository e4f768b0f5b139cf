/**
 * For types whose payload is documented by its id alone: what else a provider puts in passes
 * untouched, from code too.
 */
export class OpenPayload {
  [field: string]: unknown;
}

/** Ends the description of such a type. */
export const OPEN_NOTE = 'Only the id is checked: further fields are up to the provider.';
