export { Vault } from './vault.js';
export type { SealedItem } from './vault.js';
export type { DataKey, SealContext } from './envelope.js';
