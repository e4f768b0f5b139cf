import type { DataSource } from 'typeorm';
import { asSystem, runLoop, systemClock } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { recordAudit } from './audit.js';
import type { AuditFact } from './audit.js';

const EVERY_MS = 1_000;
/** Things that an entry names, where one entry is about many. */
const MAX_NAMED = 100;
const OVERFLOW = 'overflow';

interface Limits {
  /** A second entry of the same key is written after this time at the earliest. */
  windowMs: number;
  /** The most entries in that time. */
  perWindow: number;
  /** The most bundles that wait; what comes beside them is counted together in `overflow`. */
  maxWaiting: number;
  overflow: AuditFact;
}

/** Facts of one key that make one entry together. */
export interface Bundle {
  key: string;
  /** The first of them. */
  fact: AuditFact;
  count: number;
  /** The first hundred different things that they were about. */
  named: Set<string>;
}

/** Collects facts by a key, and says which are to be written: any number of facts are few entries. */
export class Bundles {
  private readonly waiting = new Map<string, Bundle>();
  /** In the order of the times. */
  private readonly writtenMs = new Map<string, number>();

  constructor(private readonly limits: Limits) {}

  /** Counts a fact. `about` is named in the entry. */
  add(key: string, fact: AuditFact, about?: string): void {
    const isFull = this.waiting.size >= this.limits.maxWaiting && !this.waiting.has(key);
    if (isFull && key !== OVERFLOW) return this.add(OVERFLOW, this.limits.overflow);
    const bundle = this.waiting.get(key) ?? { key, fact, count: 0, named: new Set<string>() };
    bundle.count += 1;
    if (about !== undefined && bundle.named.size < MAX_NAMED) bundle.named.add(about);
    this.waiting.set(key, bundle);
  }

  /** Returns whether an entry of the key was written within the window. */
  isRecent(key: string, nowMs: number): boolean {
    return (this.writtenMs.get(key) ?? -Infinity) > nowMs - this.limits.windowMs;
  }

  /** Notes that an entry of the key was written by the caller. */
  mark(key: string, nowMs: number): void {
    const [oldest] = this.writtenMs.keys();
    if (this.writtenMs.size >= this.limits.perWindow && oldest !== undefined) {
      this.writtenMs.delete(oldest);
    }
    this.writtenMs.delete(key);
    this.writtenMs.set(key, nowMs);
  }

  /** Takes the bundles that are to be written now. */
  take(nowMs: number): Bundle[] {
    for (const key of this.writtenMs.keys()) {
      if (this.isRecent(key, nowMs)) break;
      this.writtenMs.delete(key);
    }
    const taken: Bundle[] = [];
    for (const bundle of this.waiting.values()) {
      if (this.writtenMs.size >= this.limits.perWindow) break;
      if (this.writtenMs.has(bundle.key)) continue;
      this.waiting.delete(bundle.key);
      this.writtenMs.set(bundle.key, nowMs);
      taken.push(bundle);
    }
    return taken;
  }

  /** Takes all that wait. */
  drain(): Bundle[] {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    return all;
  }

  /** Gives back what could not be written. */
  restore(bundle: Bundle): void {
    this.writtenMs.delete(bundle.key);
    const since = this.waiting.get(bundle.key);
    for (const about of since?.named ?? []) {
      if (bundle.named.size < MAX_NAMED) bundle.named.add(about);
    }
    bundle.count += since?.count ?? 0;
    this.waiting.set(bundle.key, bundle);
  }
}

/** Writes bundles to the audit log behind the requests that they are about. */
export class BundleWriter {
  private readonly running: RunLoop;

  /** `countName` is the name of the count in the details of an entry. */
  constructor(
    private readonly bundles: Bundles,
    private readonly countName: string,
    private readonly source: DataSource,
    private readonly logger: Logger,
  ) {
    const job = async (): Promise<boolean> => {
      await this.write(bundles.take(systemClock.now()));
      return false;
    };
    const message = 'audit entries could not be written';
    this.running = runLoop(job, {
      everyMs: EVERY_MS,
      onError: (error) => logger.error({ err: error }, message),
    });
  }

  /** Writes what waits. Nothing may be added afterwards. */
  async stop(): Promise<void> {
    await this.running.stop();
    await asSystem(() => this.write(this.bundles.drain()));
  }

  private async write(taken: readonly Bundle[]): Promise<void> {
    for (const bundle of taken) {
      const { fact, count, named } = bundle;
      const details = {
        ...fact.details,
        [this.countName]: count,
        ...(named.size > 0 && { targets: [...named] }),
      };
      await recordAudit(this.source.manager, { ...fact, details }).catch((error: unknown) => {
        this.bundles.restore(bundle);
        this.logger.error({ err: error }, 'an audit entry could not be written; it is tried again');
      });
    }
  }
}
