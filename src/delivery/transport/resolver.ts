import { lookup, Resolver } from 'node:dns/promises';
import { codeOf } from './error-class.js';
import { ResolveError } from './transport-errors.js';

/** All addresses of a host name, never none; rejects with a ResolveError. */
export type Resolve = (host: string) => Promise<string[]>;

const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * With `dnsServers` (`ip` or `ip:port`) those servers are asked for A and AAAA, and nothing else;
 * without, the system's own resolution, /etc/hosts included. Callers that ask for one name at the same
 * moment share one look-up; no answer is kept.
 */
export function createResolver(options: { dnsServers: readonly string[] }): Resolve {
  const resolve = options.dnsServers.length > 0 ? fromServers(options.dnsServers) : fromSystem;
  const underWay = new Map<string, Promise<string[]>>();
  return (host) => {
    if (host === 'localhost' || host.endsWith('.localhost')) return Promise.resolve(LOOPBACK);
    const shared = underWay.get(host);
    if (shared) return shared;
    const started = resolve(host).finally(() => underWay.delete(host));
    underWay.set(host, started);
    return started;
  };
}

async function fromSystem(host: string): Promise<string[]> {
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address);
  } catch (error) {
    throw new ResolveError(host, codeOf(error));
  }
}

function fromServers(dnsServers: readonly string[]): Resolve {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  resolver.setServers(dnsServers);
  return async (host) => {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const addresses = answers.flatMap((answer) =>
      answer.status === 'fulfilled' ? answer.value : [],
    );
    if (addresses.length > 0) return addresses;
    const codes = answers.map((answer) =>
      answer.status === 'rejected' ? codeOf(answer.reason) : 'ENODATA',
    );
    // "No record of this type" says less than any other answer.
    throw new ResolveError(host, codes.find((code) => code !== 'ENODATA') ?? 'ENODATA');
  };
}
