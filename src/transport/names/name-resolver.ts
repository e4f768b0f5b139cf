import { ServersFailedError } from './ask-in-turn.js';
import { AddressCache } from './address-cache.js';
import { lookUp } from './look-up.js';
import type { LookedUp, SearchRules } from './look-up.js';
import { LookUpSlots } from './look-up-slots.js';
import type { NameServers } from './name-servers.js';
import { ResolveError } from '../resolve-error.js';

/** A look-up that several attempts wait for. It ends when the last of them has left. */
class SharedLookUp {
  private readonly controller = new AbortController();
  private readonly outcome: Promise<LookedUp>;
  private waiting = 0;

  constructor(
    start: (signal: AbortSignal) => Promise<LookedUp>,
    /** Called once it has no use any more: its answer is there, or nobody waits for it. */
    onOver: () => void,
  ) {
    this.outcome = start(this.controller.signal).finally(onOver);
    this.outcome.catch(() => undefined);
  }

  /** The answer; rejects with the signal's reason where that comes first. Whoever joined leaves by the signal. */
  join(signal: AbortSignal): Promise<LookedUp> {
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

/** The addresses of a host, never none. */
export interface Addresses {
  first: string[];
  /** Those of a family whose answer is late; resolves to none where it has none. Null: all are there. */
  late: Promise<string[]> | null;
}

/** On whose behalf a name is looked up, and for how long. */
export interface LookUpFor {
  /** Look-ups are bounded per tenant. */
  tenant: string;
  /** Ends the look-up, and what is late of it. */
  signal: AbortSignal;
  /** From now until the attempt is over. */
  remainingMs: number;
}

/** Rejects with a ResolveError. */
export type Resolve = (host: string, by: LookUpFor) => Promise<Addresses>;

export interface NameResolverParts {
  servers: NameServers;
  /** Addresses that the host itself gives to a name. */
  hosts: () => ReadonlyMap<string, readonly string[]>;
  rules: () => SearchRules;
}

const LOOPBACK = ['127.0.0.1', '::1'];
/** After so long without an answer it is found out whether our name servers answer anything. */
const DOUBT_MS = 1_000;
const DOUBT_AGAIN_MS = 2_000;

/**
 * Resolves the names of receivers, apart from the system's own resolution. Attempts that ask for one
 * name share a look-up, a tenant has few under way, and answers and failures are kept shortly.
 */
export class NameResolver {
  private readonly cache = new AddressCache();
  private readonly slots = new LookUpSlots();
  private readonly underWay = new Map<string, SharedLookUp>();

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
      // Others may have asked for it while this one waited for its turn.
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

  private async enter(host: string, { tenant, signal }: LookUpFor): Promise<void> {
    try {
      await this.slots.enter(tenant, signal);
    } catch {
      throw new ResolveError(host, 'queued', { isOurs: this.slots.countOf(tenant) === 0 });
    }
  }

  private begin(host: string, { tenant, remainingMs }: LookUpFor): SharedLookUp {
    const shared = new SharedLookUp(
      (signal) => this.ask(host, signal, remainingMs),
      () => {
        if (this.underWay.get(host) === shared) this.underWay.delete(host);
        this.slots.leave(tenant);
      },
    );
    this.underWay.set(host, shared);
    return shared;
  }

  private async ask(host: string, signal: AbortSignal, remainingMs: number): Promise<LookedUp> {
    const { servers, rules } = this.parts;
    let doubt = setTimeout(
      function look() {
        void servers.probe();
        doubt = setTimeout(look, DOUBT_AGAIN_MS);
      },
      Math.min(DOUBT_MS, remainingMs / 2),
    );
    try {
      const found = await lookUp(servers, host, rules(), signal);
      this.cache.keep(host, found.first);
      void found.late?.then((more) => more && this.cache.add(host, more.addresses));
      return found;
    } catch (error) {
      const problem = await this.problemOf(host, error);
      if (problem instanceof ResolveError) this.cache.keepFailure(host, problem);
      throw problem;
    } finally {
      clearTimeout(doubt);
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
    shared: SharedLookUp,
    { signal }: LookUpFor,
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
