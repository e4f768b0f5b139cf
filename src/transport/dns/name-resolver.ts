import { ServersFailedError } from './query-servers.js';
import { lookup } from './lookup.js';
import type { LookupResult, SearchRules, FoundAddresses } from './lookup.js';
import { LookupSlots } from './lookup-slots.js';
import type { NameServers } from './name-servers.js';
import { ResolveError } from '../resolve-error.js';
import { LRUCache } from 'lru-cache';
import type { ResolveProblem } from '../resolve-error.js';

const MAX_NAMES = 10_000;
/** An address is kept for the time to live of its record, at most this long. */
const MAX_TTL_MS = 30_000;
/** Shorter than the first pause of the retry schedule, so that a retry looks the name up again. */
const MISSING_MS = 3_000;
const FAILING_MS = 1_000;

type Kept = { addresses: string[] } | { error: ResolveError };

/** A short-lived cache of addresses and of failures by host name. */
class AddressCache {
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

/** A lookup that several attempts share. It is aborted when the last of them has left. */
class SharedLookup {
  private readonly controller = new AbortController();
  private readonly outcome: Promise<LookupResult>;
  private waiting = 0;

  constructor(
    start: (signal: AbortSignal) => Promise<LookupResult>,
    /** Called when the lookup has ended or was aborted. */
    onOver: () => void,
  ) {
    this.outcome = start(this.controller.signal).finally(onOver);
    this.outcome.catch(() => undefined);
  }

  /** Resolves to the answer; rejects with the signal's reason if the caller leaves before it arrives. */
  join(signal: AbortSignal): Promise<LookupResult> {
    this.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.waiting -= 1;
        reject(signal.reason as Error);
        if (this.waiting === 0) this.controller.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.outcome.then(resolve, reject);
    });
  }
}

/** The addresses of a host; there is at least one. */
export interface Addresses {
  first: string[];
  /** The addresses of a late family, possibly none; null if all addresses are there. */
  late: Promise<string[]> | null;
}

/** The tenant and the time limits of a lookup. */
export interface LookupContext {
  /** Look-ups are bounded per tenant. */
  tenant: string;
  /** Aborts the lookup and its late part. */
  signal: AbortSignal;
  /** Milliseconds from now to the deadline of the attempt. */
  remainingMs: number;
}

/** Resolves a host name to addresses. Rejects with a ResolveError. */
export type Resolve = (host: string, by: LookupContext) => Promise<Addresses>;

interface NameResolverParts {
  servers: NameServers;
  /** The addresses of the hosts file by name. */
  hosts: () => ReadonlyMap<string, readonly string[]>;
  rules: () => SearchRules;
}

const LOOPBACK = ['127.0.0.1', '::1'];
/** After this long without an answer, a probe checks whether our name servers answer at all. */
const PROBE_AFTER_MS = 1_000;
const PROBE_EVERY_MS = 2_000;

/**
 * Resolves receivers' names without the resolver of the system. Attempts for one name share a lookup, the
 * lookups of a tenant are limited, and answers and failures are cached for a short time.
 */
export class NameResolver {
  private readonly cache = new AddressCache();
  private readonly slots = new LookupSlots();
  private readonly underWay = new Map<string, SharedLookup>();

  constructor(private readonly parts: NameResolverParts) {}

  readonly resolve: Resolve = async (name, by) => {
    const host = name.toLowerCase();
    if (host === 'localhost' || host.endsWith('.localhost')) return { first: LOOPBACK, late: null };
    const ofHost = this.parts.hosts().get(host);
    if (ofHost) return { first: [...ofHost], late: null };
    for (;;) {
      const known = this.known(host);
      if (known) return known;
      const shared = this.underWay.get(host);
      if (shared) return this.wait(host, shared, by);
      await this.enter(host, by);
      // Another attempt may have started this lookup while this one waited for a slot.
      if (!this.cache.get(host) && !this.underWay.has(host)) {
        return this.wait(host, this.begin(host, by), by);
      }
      this.slots.leave(by.tenant);
    }
  };

  private known(host: string): Addresses | undefined {
    const kept = this.cache.get(host);
    if (!kept) return undefined;
    if ('error' in kept) throw kept.error;
    return { first: [...kept.addresses], late: null };
  }

  private async enter(host: string, { tenant, signal }: LookupContext): Promise<void> {
    try {
      await this.slots.enter(tenant, signal);
    } catch {
      throw new ResolveError(host, 'queued', { isOurs: this.slots.countOf(tenant) === 0 });
    }
  }

  private begin(host: string, { tenant, remainingMs }: LookupContext): SharedLookup {
    const shared = new SharedLookup(
      (signal) => this.ask(host, signal, remainingMs),
      () => {
        if (this.underWay.get(host) === shared) this.underWay.delete(host);
        this.slots.leave(tenant);
      },
    );
    this.underWay.set(host, shared);
    return shared;
  }

  private async ask(host: string, signal: AbortSignal, remainingMs: number): Promise<LookupResult> {
    const { servers, rules } = this.parts;
    let probeTimer = setTimeout(
      function look() {
        void servers.probe();
        probeTimer = setTimeout(look, PROBE_EVERY_MS);
      },
      Math.min(PROBE_AFTER_MS, remainingMs / 2),
    );
    try {
      const found = await lookup(servers, host, rules(), signal);
      this.cache.keep(host, found.first);
      void found.late?.then((more) => more && this.cache.add(host, more.addresses));
      return found;
    } catch (error) {
      const problem = await this.problemOf(host, error);
      if (problem instanceof ResolveError) this.cache.keepFailure(host, problem);
      throw problem;
    } finally {
      clearTimeout(probeTimer);
    }
  }

  private async problemOf(host: string, error: unknown): Promise<unknown> {
    if (error instanceof RangeError) return new ResolveError(host, 'unfit');
    if (!(error instanceof ServersFailedError)) return error;
    const { servers } = this.parts;
    if (!servers.areAnswering) await servers.probe();
    const { codes } = error;
    return new ResolveError(host, 'failing', { isOurs: !servers.areAnswering, codes });
  }

  private async wait(
    host: string,
    shared: SharedLookup,
    { signal }: LookupContext,
  ): Promise<Addresses> {
    try {
      const { first, late } = await shared.join(signal);
      return {
        first: first.addresses,
        late: late && late.then((found) => found?.addresses ?? []),
      };
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new ResolveError(host, 'silent', { isOurs: !this.parts.servers.areAnswering });
    }
  }
}
