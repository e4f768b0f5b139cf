/** The packs of event types, in the order in which the catalogue lists them. */
export const PACK_NAMES = ['verifa', 'kyc', 'case-keeper', 'callbacks', 'qoreid'] as const;

export type PackName = (typeof PACK_NAMES)[number];
