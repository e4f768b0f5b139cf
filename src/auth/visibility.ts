import { isCapable } from './principal.js';
import type { Principal } from './principal.js';

/** The reader of an answer; the role and the capabilities decide what is shown whole. */
export interface Reader extends Pick<Principal, 'capabilities'> {
  role: string;
}

/** A reader of everything, for a caller that has revealed it. */
export const SEES_ALL: Reader = { role: 'admin' };

/** Returns whether a reader sees personal data of events without a reveal. */
export function seesPersonalData(reader: Reader): boolean {
  return reader.role !== 'support' && isCapable(reader, 'payloads.read');
}

/** Returns whether a reader sees mail addresses and the query strings of URLs as they are. */
export function seesAddresses(reader: Reader): boolean {
  const { role } = reader;
  return role !== 'support' && role !== 'viewer' && isCapable(reader, 'payloads.read');
}

/** Returns whether a reader may read the signing secrets of its endpoints. */
export function readsSecrets(reader: Reader): boolean {
  const { role } = reader;
  return (role === 'admin' || role === 'tenant') && isCapable(reader, 'secrets.read');
}
