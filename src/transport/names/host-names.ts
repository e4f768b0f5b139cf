import { isIPv6 } from 'node:net';
import { parseHosts } from './hosts-file.js';
import { NameResolver } from './name-resolver.js';
import type { Resolve } from './name-resolver.js';
import { NameServers } from './name-servers.js';
import { parseResolvConf } from './resolv-conf.js';
import type { ResolvConf } from './resolv-conf.js';
import { WatchedFile } from './watched-file.js';

export interface NameSources {
  /** `ip` or `ip:port`: these servers are asked, and nothing else counts. Empty: as the host is set up. */
  dnsServers: readonly string[];
  resolvConfPath?: string;
  hostsPath?: string;
  /** Where the name servers of resolv.conf listen; 53. */
  port?: number;
}

const RESOLV_CONF = '/etc/resolv.conf';
const HOSTS = '/etc/hosts';

/** How the names of receivers are looked up: read anew where the host's files have changed. */
export function createResolver(sources: NameSources): Resolve {
  const conf = namingOf(sources);
  const hosts =
    sources.dnsServers.length > 0
      ? new Map<string, string[]>()
      : new WatchedFile(sources.hostsPath ?? HOSTS, parseHosts);
  const resolver = new NameResolver({
    servers: new NameServers(conf),
    hosts: () => (hosts instanceof Map ? hosts : hosts.read()),
    rules: conf,
  });
  return resolver.resolve;
}

/** The servers and search rules that count. */
export function namingOf({ dnsServers, resolvConfPath, port }: NameSources): () => ResolvConf {
  if (dnsServers.length > 0) {
    const given = { servers: [...dnsServers], search: [], ndots: 1, rotate: false };
    return () => given;
  }
  const file = new WatchedFile(resolvConfPath ?? RESOLV_CONF, (text) => {
    const conf = parseResolvConf(text);
    return port === undefined
      ? conf
      : { ...conf, servers: conf.servers.map((ip) => withPort(ip, port)) };
  });
  return () => file.read();
}

function withPort(ip: string, port: number): string {
  return isIPv6(ip) ? `[${ip}]:${port}` : `${ip}:${port}`;
}
