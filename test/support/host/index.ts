export { createHostRole, PUBLISH_FUNCTION } from './host-role.js';
export type { HostRole } from './host-role.js';
export { ENCRYPTION_KEYS, startHost } from './start-host.js';
export type { Host } from './start-host.js';
