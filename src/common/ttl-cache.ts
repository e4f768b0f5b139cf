import type { Clock } from './clock.js';
import { Lru } from './lru.js';

interface Entry<Value> {
  value: Value;
  until: number;
}

/**
 * Remembers look-ups for a moment, at most `maxEntries` of them, and lets callers who ask for the
 * same thing share one. What was not found is not remembered, so that guessing fills nothing.
 */
export class TtlCache<Value> {
  private readonly entries: Lru<string, Entry<Value>>;
  private generation = 0;
  private readonly pending = new Map<string, Promise<Value | undefined>>();

  constructor(
    private readonly load: (key: string) => Promise<Value | undefined>,
    private readonly options: { ttlMs: number; maxEntries: number; clock: Clock },
  ) {
    this.entries = new Lru(options.maxEntries);
  }

  /** What is remembered, without waiting. */
  peek(key: string): Value | undefined {
    const entry = this.entries.get(key);
    return entry && entry.until > this.options.clock.now() ? entry.value : undefined;
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
    this.entries.set(key, { value, until: this.options.clock.now() + this.options.ttlMs });
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
    const startedAt = this.options.clock.now();
    const value = await this.load(key);
    if (value !== undefined && generation === this.generation) {
      this.entries.set(key, { value, until: startedAt + this.options.ttlMs });
    }
    return value;
  }
}
