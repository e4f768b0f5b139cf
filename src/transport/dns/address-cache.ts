import { LRUCache } from 'lru-cache';
import type { FoundAddresses } from './lookup.js';
import type { ResolveError, ResolveProblem } from '../resolve-error.js';

const MAX_NAMES = 10_000;
/** An address is kept for the time to live of its record, at most this long. */
const MAX_TTL_MS = 30_000;
/** Shorter than the first pause of the retry schedule, so that a retry looks the name up again. */
const MISSING_MS = 3_000;
const FAILING_MS = 1_000;

type Kept = { addresses: string[] } | { error: ResolveError };

/** A short-lived cache of addresses and of failures by host name. */
export class AddressCache {
  private readonly entries = new LRUCache<string, Kept>({ max: MAX_NAMES, ttlResolution: 0 });

  get(host: string): Kept | undefined {
    return this.entries.get(host);
  }

  keep(host: string, { addresses, ttlSeconds }: FoundAddresses): void {
    this.set(host, { addresses }, Math.min(MAX_TTL_MS, ttlSeconds * 1000));
  }

  /** Adds late addresses to the entry of the name. */
  add(host: string, addresses: readonly string[]): void {
    const kept = this.get(host);
    if (kept && 'addresses' in kept) kept.addresses.push(...addresses);
  }

  keepFailure(host: string, error: ResolveError): void {
    this.set(host, { error }, LIFETIME_MS[error.problem]);
  }

  private set(host: string, kept: Kept, lifetimeMs: number): void {
    if (lifetimeMs > 0) this.entries.set(host, kept, { ttl: lifetimeMs });
    else this.entries.delete(host);
  }
}

/** `silent` and `queued` are not kept, because they depend on the deadline of one attempt. */
const LIFETIME_MS: Record<ResolveProblem, number> = {
  no_name: MISSING_MS,
  no_address: MISSING_MS,
  unfit: MISSING_MS,
  failing: FAILING_MS,
  silent: 0,
  queued: 0,
};
