export { KeyedHashes, sealBytes, Vault } from './vault.js';
export type { SealContext, SealedItem } from './sealed-item.js';
export { INDEX_PERIOD, SYSTEM_TENANT } from './data-key-store.js';
export { KeyRing } from './key-ring.js';
export type { DataKey, WrappedKey } from './key-ring.js';
export { KeyRotation } from './key-rotation.js';
export type { KeyUse, RotationProgress } from './key-rotation.js';
export { isSealedText, recipientContext, SealedTexts } from './sealed-texts.js';
export { untilInReach } from './until-in-reach.js';
