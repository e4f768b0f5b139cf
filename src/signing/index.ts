export { checkProfiles } from './check-profiles.js';
export { prepareSigner } from './prepare-signer.js';
export type { SignedMessage, Signer, SigningSecret } from './prepare-signer.js';
export {
  DEFAULT_PROFILES,
  PRESETS,
  resolveProfile,
  signatureHeaderNames,
  RESERVED_HEADERS,
} from './profile.js';
export type { PresetName, ProfileObject, SigningProfile } from './profile.js';
export { secretWarnings, checkOwnSecret, generateSecret, keyBytes, maskSecret } from './secret.js';
