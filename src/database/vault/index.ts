export { INDEX_PERIOD, KeyedHashes, sealBytes, SYSTEM_TENANT, Vault } from './vault.js';
export type { SealContext, SealedItem } from './vault.js';
export { KeyRing } from './key-ring.js';
export type { DataKey, WrappedKey } from './key-ring.js';
