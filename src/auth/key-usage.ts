import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { asSystem, LOGGER, systemClock, ThrottledLogger } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';

/** Notes that keys $1 were used, except those of which another process has noted it in the last minute. */
const noteUses = statement<object>(
  'note-key-uses',
  `UPDATE api_keys SET last_used_at = now() WHERE id IN (
     SELECT id FROM api_keys
     WHERE id = ANY ($1::uuid[]) AND (last_used_at IS NULL OR last_used_at < now() - interval '50 seconds')
     ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)`,
);

const EVERY_MS = 60_000;
/** Keys that are used within this time are written together. */
const GATHER_MS = 1_000;
const MAX_KEYS = 10_000;

/** Writes when keys were last used: each at most once a minute, many in one statement. */
@Injectable()
export class KeyUsage {
  private readonly noted: LRUCache<string, true>;
  private gathered: string[] = [];
  private readonly log: ThrottledLogger;

  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.noted = new LRUCache({
      max: MAX_KEYS,
      ttl: EVERY_MS,
      ttlResolution: 0,
      perf: systemClock,
    });
    this.log = new ThrottledLogger(logger, systemClock, 'warn');
  }

  /** Call it when a key (UUID) was looked up; not for each of its requests. */
  add(keyId: string): void {
    if (this.noted.has(keyId)) return;
    this.noted.set(keyId, true);
    this.gathered.push(keyId);
    if (this.gathered.length === 1) {
      setTimeout(() => void asSystem(() => this.write()), GATHER_MS).unref();
    }
  }

  private async write(): Promise<void> {
    const keyIds = this.gathered;
    this.gathered = [];
    await this.pool.run(noteUses, [keyIds]).catch((error: unknown) => {
      this.log.report(error, 'the last use of API keys could not be written');
    });
  }
}
