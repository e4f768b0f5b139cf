import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';

const underWay = new Map<string, Promise<LookupAddress[]>>();

/**
 * Asks the resolver of the system, for servers that the operator chooses. It takes a thread of the process until it is
 * answered, also when no caller waits any more. Calls for one name share a look-up, so that a name that no server answers
 * for keeps one thread. A name that a tenant chose must never be passed to it. Rejects as `node:dns` does.
 */
export function lookUpBySystem(host: string): Promise<LookupAddress[]> {
  const shared =
    underWay.get(host) ?? lookup(host, { all: true }).finally(() => underWay.delete(host));
  underWay.set(host, shared);
  return shared;
}

/** The same as the option `lookup` of sockets. */
export const systemLookup: LookupFunction = (host, { all, family }, callback) => {
  const answer = (found: LookupAddress[]): void => {
    const fitting = found.filter((one) => !family || family === one.family);
    const [first] = fitting;
    const none = Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
    if (!first) callback(none, '');
    else if (all) callback(null, fitting);
    else callback(null, first.address, first.family);
  };
  // What the callback throws is no failure of the look-up.
  lookUpBySystem(host).then(
    (found) => process.nextTick(answer, found),
    (error: unknown) => process.nextTick(callback, error as NodeJS.ErrnoException, ''),
  );
};
