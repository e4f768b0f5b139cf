/** The reader of an answer; the role decides what is shown whole. */
export interface Reader {
  role: string;
}

/** A reader of everything, for a caller that has revealed it. */
export const SEES_ALL: Reader = { role: 'admin' };

/** Returns whether a reader sees personal data of events without a reveal. */
export function seesPersonalData({ role }: Reader): boolean {
  return role !== 'support';
}

/** Returns whether a reader sees mail addresses and the query strings of URLs as they are. */
export function seesAddresses({ role }: Reader): boolean {
  return role !== 'support' && role !== 'viewer';
}

/** Returns whether a reader may read the signing secrets of its endpoints. */
export function readsSecrets({ role }: Reader): boolean {
  return role === 'admin' || role === 'tenant';
}
