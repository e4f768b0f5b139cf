import { Lru } from '../../common/index.js';
import type { Found } from './look-up.js';
import type { ResolveError, ResolveProblem } from '../resolve-error.js';

const MAX_NAMES = 10_000;
/** An address is kept for the time to live of its record, and no longer than this. */
const MAX_TTL_MS = 30_000;
/** Shorter than the first wait of the retry schedule: a retry finds out anew. */
const MISSING_MS = 3_000;
const FAILING_MS = 1_000;

type Kept = { addresses: string[] } | { error: ResolveError };

/** What names led to, kept shortly: addresses and failures alike. */
export class AddressCache {
  private readonly entries = new Lru<string, { kept: Kept; untilMs: number }>(MAX_NAMES);

  get(host: string): Kept | undefined {
    const entry = this.entries.get(host);
    return entry && entry.untilMs > performance.now() ? entry.kept : undefined;
  }

  keep(host: string, { addresses, ttlSeconds }: Found): void {
    this.set(host, { addresses }, Math.min(MAX_TTL_MS, ttlSeconds * 1000));
  }

  /** Adds what came late to what is kept of the name. */
  add(host: string, addresses: readonly string[]): void {
    const kept = this.get(host);
    if (kept && 'addresses' in kept) kept.addresses.push(...addresses);
  }

  keepFailure(host: string, error: ResolveError): void {
    this.set(host, { error }, LIFETIME_MS[error.problem]);
  }

  private set(host: string, kept: Kept, lifetime: number): void {
    if (lifetime > 0) this.entries.set(host, { kept, untilMs: performance.now() + lifetime });
    else this.entries.delete(host);
  }
}

/** What was silent or had to wait is of one attempt, whose time was over. */
const LIFETIME_MS: Record<ResolveProblem, number> = {
  no_name: MISSING_MS,
  no_address: MISSING_MS,
  unfit: MISSING_MS,
  failing: FAILING_MS,
  silent: 0,
  queued: 0,
};
