export { checkProfiles } from './check-profiles.js';
export { prepareSigner } from './prepare-signer.js';
export type { SignedMessage, Signer, SigningSecret } from './prepare-signer.js';
export { DEFAULT_PROFILES, signatureHeaderNames } from './profile.js';
export type { PresetName, ProfileObject, SigningProfile } from './profile.js';
export { RESERVED_HEADERS } from './reserved-headers.js';
export { secretWarnings } from './secret-warnings.js';
export { checkOwnSecret, generateSecret, maskSecret } from './secret.js';
