export type { EncryptionKey } from './encryption-keys.js';
export { makeDataDir, readOrCreate, resolveKeys, type Keys } from './generated-keys.js';
export { parseRedisUrl, type RedisNode, type RedisTarget } from './redis-url.js';
export { loadSettings, loadSettingsOrExit, SettingsError, type Settings } from './settings.js';
