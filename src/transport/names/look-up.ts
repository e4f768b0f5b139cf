import { setTimeout as delay } from 'node:timers/promises';
import { isNoSuchName } from './ask-in-turn.js';
import type { Inquiry, NameServers } from './name-servers.js';
import { ResolveError } from '../resolve-error.js';

/** How long the second family is waited for when the first is there (RFC 8305 section 3). */
const RESOLUTION_DELAY_MS = 50;

export interface Found {
  /** Never none. */
  addresses: string[];
  ttlSeconds: number;
}

export interface LookedUp {
  first: Found;
  /** The family that is still out; null where both are in. Resolves to null where it has no address. */
  late: Promise<Found | null> | null;
}

export interface SearchRules {
  search: readonly string[];
  ndots: number;
}

/**
 * All addresses of a name, of both families. The name is asked for as it is; only where it does not
 * exist and has fewer dots than `ndots`, the suffixes of the host are tried too, so that a name that
 * exists is never taken for another one. Rejects with a ResolveError, with a ServersFailedError, with a
 * RangeError for a name that cannot be asked for, or with the signal's reason.
 */
export async function lookUp(
  servers: NameServers,
  host: string,
  rules: SearchRules,
  signal: AbortSignal,
): Promise<LookedUp> {
  try {
    return await lookUpAsIs(servers, host, signal);
  } catch (error) {
    const mayBeLocal = host.split('.').length - 1 < rules.ndots;
    if (!(error instanceof ResolveError) || error.problem !== 'no_name' || !mayBeLocal) throw error;
    for (const suffix of rules.search) {
      try {
        return await lookUpAsIs(servers, `${host}.${suffix}`, signal);
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

async function lookUpAsIs(
  servers: NameServers,
  name: string,
  signal: AbortSignal,
): Promise<LookedUp> {
  const inquiry = servers.inquire(name, signal);
  const families = [askFamily(inquiry, 'A'), askFamily(inquiry, 'AAAA')];
  const both = Promise.all(families).finally(() => inquiry.close());
  const earlier = await firstFound(families);
  if (!earlier) throw whyNone(name, await both);
  const all = await Promise.race([both, delay(RESOLUTION_DELAY_MS)]);
  if (all) return { first: together(all), late: null };
  const late = both.then((ends) => ends.find(({ found }) => found && found !== earlier)?.found);
  return { first: earlier, late: late.then((found) => found ?? null) };
}

/** How the question for one family of addresses ended. */
type FamilyEnd =
  { found: Found } | { found: null; isMissing: boolean } | { found: null; error: unknown };

/** Never rejects. */
async function askFamily(inquiry: Inquiry, type: 'A' | 'AAAA'): Promise<FamilyEnd> {
  try {
    const answer = await inquiry.ask(type);
    const { addresses, ttlSeconds } = answer;
    if (addresses.length > 0) return { found: { addresses, ttlSeconds: ttlSeconds ?? 0 } };
    return { found: null, isMissing: isNoSuchName(answer) };
  } catch (error) {
    return { found: null, error };
  }
}

/** The family that has addresses first; null where neither has any. */
function firstFound(families: readonly Promise<FamilyEnd>[]): Promise<Found | null> {
  return new Promise((resolve) => {
    const all = families.map((family) => family.then(({ found }) => found && resolve(found)));
    void Promise.all(all).then(() => resolve(null));
  });
}

function together(ends: readonly FamilyEnd[]): Found {
  const found = ends.flatMap((end) => end.found ?? []);
  return {
    addresses: found.flatMap(({ addresses }) => addresses),
    ttlSeconds: Math.min(...found.map(({ ttlSeconds }) => ttlSeconds)),
  };
}

/** "No record of this type" says less than "no such name", and a failure leaves open what there is. */
function whyNone(name: string, ends: readonly FamilyEnd[]): unknown {
  for (const end of ends) if ('error' in end) return end.error;
  const isMissing = ends.some((end) => 'isMissing' in end && end.isMissing);
  return new ResolveError(name, isMissing ? 'no_name' : 'no_address');
}
