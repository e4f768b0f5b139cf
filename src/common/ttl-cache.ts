import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.js';
import { asSystem } from './scope.js';

/**
 * Remembers look-ups for a moment, at most `maxEntries` of them, and lets callers who ask for the
 * same thing share one. What was not found is not remembered, so that guessing fills nothing.
 */
export class TtlCache<Value extends object | string> {
  private readonly entries: LRUCache<string, Value>;
  private generation = 0;
  private readonly pending = new Map<string, Promise<Value | undefined>>();

  constructor(
    private readonly load: (key: string) => Promise<Value | undefined>,
    private readonly options: { ttlMs: number; maxEntries: number; clock: Clock },
  ) {
    const { ttlMs: ttl, maxEntries: max, clock } = options;
    this.entries = new LRUCache({ max, ttl, ttlResolution: 0, perf: clock });
  }

  /** What is remembered, without waiting. */
  peek(key: string): Value | undefined {
    return this.entries.get(key);
  }

  get(key: string): Promise<Value | undefined> {
    const known = this.peek(key);
    if (known !== undefined) return Promise.resolve(known);
    const shared = this.pending.get(key);
    // "Not there" may have been read before this caller's thing was made: it looks for itself.
    if (shared) return shared.then((value) => value ?? this.remember(key));
    const loading = this.remember(key).finally(() => {
      if (this.pending.get(key) === loading) this.pending.delete(key);
    });
    this.pending.set(key, loading);
    return loading;
  }

  /** Remembers from now on what was learned elsewhere. */
  keep(key: string, value: Value): void {
    this.entries.set(key, value);
  }

  forget(key: string): void {
    this.entries.delete(key);
  }

  /** Forgets everything, look-ups under way included: what they answer was read too early. */
  clear(): void {
    this.entries.clear();
    this.pending.clear();
    this.generation += 1;
  }

  private async remember(key: string): Promise<Value | undefined> {
    const { generation } = this;
    const start = this.options.clock.now();
    // What is found is shared by all callers.
    const value = await asSystem(() => this.load(key));
    if (value !== undefined && generation === this.generation) {
      this.entries.set(key, value, { start });
    }
    return value;
  }
}
