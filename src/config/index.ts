export type { AssetStoreSettings } from './asset-store.js';
export type { EncryptionKey } from './encryption-keys.js';
export { makeDataDir, readOrCreate, resolveKeys, type Keys } from './generated-keys.js';
export { PACK_NAMES, type PackName } from './pack-names.js';
export { parseRedisUrl, type RedisNode, type RedisTarget } from './redis-url.js';
export { loadSettings, loadSettingsOrExit, SettingsError, type Settings } from './settings.js';
export { SETTINGS, type RunSettings } from './settings.token.js';
export { SettingsModule } from './settings.module.js';
