export { Vault } from './vault.js';
export type { SealedItem } from './vault.js';
export { sealBytes } from './envelope.js';
export type { DataKey, SealContext } from './envelope.js';
export { INDEX_PERIOD, KeyedHashes, SYSTEM_TENANT } from './envelope.js';
export { KeyRing } from './key-ring.js';
export type { WrappedKey } from './key-ring.js';
