export type { AssetStoreSettings } from './asset-store.js';
export { parseEncryptionKeys, type EncryptionKey } from './encryption-keys.js';
export { makeDataDir, readOrCreate, resolveKeys, type Keys } from './generated-keys.js';
export type { MailSettings } from './mail-settings.js';
export type { MailFrom } from './parse-mail.js';
export { parseDatabaseUrl } from './parse-network.js';
export { PACK_NAMES, type PackName } from './parse-values.js';
export { ReasonGuide, type ExplainedReason } from './reason-guide.js';
export { parseRedisUrl, type RedisNode, type RedisTarget } from './redis-url.js';
export { secretsOf } from './secrets-of.js';
export {
  loadSettings,
  SettingsError,
  type Settings,
  SETTINGS,
  type RunSettings,
} from './settings.js';
export { shownSettings } from './shown-settings.js';
export type { OidcSettings } from './sign-in-settings.js';
export { SettingsModule } from './settings.module.js';
export type { SmtpTarget } from './parse-mail.js';
