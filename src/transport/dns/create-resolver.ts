import { isIPv6 } from 'node:net';
import { lookUpBySystem } from '../../common/index.js';
import { codeOf } from '../error-class.js';
import { ResolveError } from '../resolve-error.js';
import { parseHosts, parseResolvConf, WatchedFile } from './host-files.js';
import type { ResolvConf } from './host-files.js';
import { NameResolver } from './name-resolver.js';
import type { Resolve } from './name-resolver.js';
import { NameServers } from './name-servers.js';

export interface NameSources {
  /** `ip` or `ip:port`. Only these servers are asked. Empty: the servers of resolv.conf and the hosts file. */
  dnsServers: readonly string[];
  resolvConfPath?: string;
  hostsPath?: string;
  /** The port of the name servers in resolv.conf; the default is 53. */
  port?: number;
}

const RESOLV_CONF = '/etc/resolv.conf';
const HOSTS = '/etc/hosts';

/** Returns the resolver for receivers' names. It reads the files of the host again when they change. */
export function createResolver(sources: NameSources): Resolve {
  const conf = resolvConfReader(sources);
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

/** Returns a function that reads the current name servers and search rules. */
export function resolvConfReader({
  dnsServers,
  resolvConfPath,
  port,
}: NameSources): () => ResolvConf {
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

/**
 * Returns the resolver of the system, for servers that the operator chooses, such as the mail server: see
 * `lookUpBySystem`.
 */
export function createSystemResolve(): Resolve {
  return async (host, { signal }) => {
    const ended = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    return { first: await Promise.race([fromSystem(host), ended]), late: null };
  };
}

async function fromSystem(host: string): Promise<string[]> {
  try {
    const found = await lookUpBySystem(host);
    return found.map(({ address }) => address);
  } catch (error) {
    const code = codeOf(error);
    const problem = code === 'ENOTFOUND' ? 'no_name' : 'failing';
    throw new ResolveError(host, problem, { codes: [code] });
  }
}
