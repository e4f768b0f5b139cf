import { setTimeout as delay } from 'node:timers/promises';
import { isNoSuchName } from './query-servers.js';
import type { NameQuery, NameServers } from './name-servers.js';
import { ResolveError } from '../resolve-error.js';

/** How long the second family is awaited after the first has arrived (RFC 8305 section 3). */
const RESOLUTION_DELAY_MS = 50;

export interface FoundAddresses {
  /** At least one. */
  addresses: string[];
  ttlSeconds: number;
}

export interface LookupResult {
  first: FoundAddresses;
  /** The family that is still missing; null if both are there. Resolves to null if it has no address. */
  late: Promise<FoundAddresses | null> | null;
}

export interface SearchRules {
  search: readonly string[];
  ndots: number;
}

/**
 * Resolves to the addresses of a name in both families. The name is asked for unchanged first. The search
 * suffixes are tried only if it does not exist and has fewer dots than `ndots`, so that an existing name
 * never resolves to another one. Rejects with a ResolveError, a ServersFailedError, a RangeError for a
 * name that does not fit into a question, or the reason of the signal.
 */
export async function lookup(
  servers: NameServers,
  host: string,
  rules: SearchRules,
  signal: AbortSignal,
): Promise<LookupResult> {
  try {
    return await lookupAsIs(servers, host, signal);
  } catch (error) {
    const mayBeLocal = host.split('.').length - 1 < rules.ndots;
    if (!(error instanceof ResolveError) || error.problem !== 'no_name' || !mayBeLocal) throw error;
    for (const suffix of rules.search) {
      try {
        return await lookupAsIs(servers, `${host}.${suffix}`, signal);
      } catch (itsError) {
        const isMissing =
          itsError instanceof ResolveError &&
          (itsError.problem === 'no_name' || itsError.problem === 'no_address');
        if (!isMissing) throw itsError;
      }
    }
    throw error;
  }
}

async function lookupAsIs(
  servers: NameServers,
  name: string,
  signal: AbortSignal,
): Promise<LookupResult> {
  const query = servers.openQuery(name, signal);
  const families = [askFamily(query, 'A'), askFamily(query, 'AAAA')];
  const both = Promise.all(families).finally(() => query.close());
  const earlier = await firstFound(families);
  if (!earlier) throw failureOf(name, await both);
  const all = await Promise.race([both, delay(RESOLUTION_DELAY_MS)]);
  if (all) return { first: mergeFamilies(all), late: null };
  const late = both.then((ends) => ends.find(({ found }) => found && found !== earlier)?.found);
  return { first: earlier, late: late.then((found) => found ?? null) };
}

/** How the question for one family of addresses ended. */
type FamilyEnd =
  { found: FoundAddresses } | { found: null; isMissing: boolean } | { found: null; error: unknown };

/** Never rejects. */
async function askFamily(query: NameQuery, type: 'A' | 'AAAA'): Promise<FamilyEnd> {
  try {
    const answer = await query.ask(type);
    const { addresses, ttlSeconds } = answer;
    if (addresses.length > 0) return { found: { addresses, ttlSeconds: ttlSeconds ?? 0 } };
    return { found: null, isMissing: isNoSuchName(answer) };
  } catch (error) {
    return { found: null, error };
  }
}

/** Resolves to the first family that has addresses; null if neither has any. */
function firstFound(families: readonly Promise<FamilyEnd>[]): Promise<FoundAddresses | null> {
  return new Promise((resolve) => {
    const all = families.map((family) => family.then(({ found }) => found && resolve(found)));
    void Promise.all(all).then(() => resolve(null));
  });
}

function mergeFamilies(ends: readonly FamilyEnd[]): FoundAddresses {
  const found = ends.flatMap((end) => end.found ?? []);
  return {
    addresses: found.flatMap(({ addresses }) => addresses),
    ttlSeconds: Math.min(...found.map(({ ttlSeconds }) => ttlSeconds)),
  };
}

/** Returns the error to report: a failure first, then "no such name", then "no address". */
function failureOf(name: string, ends: readonly FamilyEnd[]): unknown {
  for (const end of ends) if ('error' in end) return end.error;
  const isMissing = ends.some((end) => 'isMissing' in end && end.isMissing);
  return new ResolveError(name, isMissing ? 'no_name' : 'no_address');
}
