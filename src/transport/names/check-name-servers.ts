import { ServersFailedError } from './ask-in-turn.js';
import { namingOf } from './host-names.js';
import type { NameSources } from './host-names.js';
import { NameServers } from './name-servers.js';

const WAIT_MS = 3_000;

export interface NameServerCheck {
  /** `ip`, `ip:port` or `[ipv6]:port`. */
  server: string;
  /** Whole milliseconds until its answer; null where it gave none. */
  answeredInMs: number | null;
  /** What is wrong, as a sentence; null where it answers. */
  problem: string | null;
}

export interface NamesCheck {
  /** What the rules were read from. */
  source: 'DNS_SERVERS' | 'resolv.conf';
  /** Suffixes that are tried for names with fewer than `ndots` dots that do not exist as they are. */
  search: string[];
  ndots: number;
  servers: NameServerCheck[];
}

/**
 * Tells which name servers the names of receivers would be looked up at, by which rules, and whether
 * each server answers: it is asked for the name servers of the root. Takes three seconds at most.
 */
export async function checkNameServers(sources: NameSources): Promise<NamesCheck> {
  const { servers, search, ndots } = namingOf(sources)();
  return {
    source: sources.dnsServers.length > 0 ? 'DNS_SERVERS' : 'resolv.conf',
    search,
    ndots,
    servers: await Promise.all(servers.map(checkServer)),
  };
}

async function checkServer(server: string): Promise<NameServerCheck> {
  const alone = new NameServers(() => ({ servers: [server], rotate: false }));
  const inquiry = alone.inquire('', AbortSignal.timeout(WAIT_MS));
  const startedAt = performance.now();
  try {
    await inquiry.ask('NS');
    const answeredInMs = Math.round(performance.now() - startedAt);
    return { server, answeredInMs, problem: null };
  } catch (error) {
    const problem =
      error instanceof ServersFailedError
        ? `It fails (${error.codes.join(', ')}); check that it runs, and that it resolves for this host.`
        : `It has not answered within ${WAIT_MS} ms; check its address and the way there (UDP and TCP port 53).`;
    return { server, answeredInMs: null, problem };
  } finally {
    inquiry.close();
  }
}
