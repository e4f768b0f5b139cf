import { lookup } from 'node:dns/promises';
import { codeOf } from '../error-class.js';
import type { Resolve } from './name-resolver.js';
import { ResolveError } from '../resolve-error.js';

/**
 * The system's own resolution, for servers of the operator's choice: everything that the host is set up
 * for counts, as it does for the database. It uses the pool of threads of the process, so no name that a
 * tenant gives may lead here. Callers that ask for one name at the same moment share a look-up.
 */
export function createSystemResolve(): Resolve {
  const underWay = new Map<string, Promise<string[]>>();
  return async (host, { signal }) => {
    const shared = underWay.get(host) ?? fromSystem(host).finally(() => underWay.delete(host));
    underWay.set(host, shared);
    const ended = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    return { first: await Promise.race([shared, ended]), late: null };
  };
}

async function fromSystem(host: string): Promise<string[]> {
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address);
  } catch (error) {
    const code = codeOf(error);
    const problem = code === 'ENOTFOUND' ? 'no_name' : 'failing';
    throw new ResolveError(host, problem, { codes: [code] });
  }
}
