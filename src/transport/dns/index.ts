export { checkNameServers } from './check-name-servers.js';
export type { DnsCheck, NameServerCheck } from './check-name-servers.js';
export { createResolver, createSystemResolve } from './create-resolver.js';
export type { NameSources } from './create-resolver.js';
export type { Addresses, LookupContext, Resolve } from './name-resolver.js';
