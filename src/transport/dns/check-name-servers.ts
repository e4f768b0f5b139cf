import { ServersFailedError } from './query-servers.js';
import { resolvConfReader } from './create-resolver.js';
import type { NameSources } from './create-resolver.js';
import { NameServers } from './name-servers.js';

const WAIT_MS = 3_000;

export interface NameServerCheck {
  /** `ip`, `ip:port` or `[ipv6]:port`. */
  server: string;
  /** Whole milliseconds until its answer; null if it did not answer. */
  answeredInMs: number | null;
  /** The problem as a sentence; null if the server answers. */
  problem: string | null;
}

export interface DnsCheck {
  /** The source of the rules. */
  source: 'DNS_SERVERS' | 'resolv.conf';
  /** Suffixes that are tried for names that do not exist and have fewer than `ndots` dots. */
  search: string[];
  ndots: number;
  servers: NameServerCheck[];
}

/**
 * Returns the name servers that receivers' names are looked up at, the search rules, and whether each
 * server answers a question for the root. It takes at most three seconds.
 */
export async function checkNameServers(sources: NameSources): Promise<DnsCheck> {
  const { servers, search, ndots } = resolvConfReader(sources)();
  return {
    source: sources.dnsServers.length > 0 ? 'DNS_SERVERS' : 'resolv.conf',
    search,
    ndots,
    servers: await Promise.all(servers.map(checkServer)),
  };
}

async function checkServer(server: string): Promise<NameServerCheck> {
  const alone = new NameServers(() => ({ servers: [server], rotate: false }));
  const query = alone.openQuery('', AbortSignal.timeout(WAIT_MS));
  const startedAt = performance.now();
  try {
    await query.ask('NS');
    const answeredInMs = Math.round(performance.now() - startedAt);
    return { server, answeredInMs, problem: null };
  } catch (error) {
    const problem =
      error instanceof ServersFailedError
        ? `It fails (${error.codes.join(', ')}); check that it runs, and that it resolves for this host.`
        : `It has not answered within ${WAIT_MS} ms; check its address and the way there (UDP and TCP port 53).`;
    return { server, answeredInMs: null, problem };
  } finally {
    query.close();
  }
}
