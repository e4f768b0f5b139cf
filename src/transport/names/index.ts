export { checkNameServers } from './check-name-servers.js';
export type { NamesCheck, NameServerCheck } from './check-name-servers.js';
export { createResolver } from './host-names.js';
export type { NameSources } from './host-names.js';
export type { Addresses, LookUpFor, Resolve } from './name-resolver.js';
export { createSystemResolve } from './system-names.js';
