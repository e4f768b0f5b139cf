import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { LOGGER, runLoop } from '../common/index.js';
import type { Logger, RunLoop } from '../common/index.js';
import { HotPool, statement } from '../database/index.js';

/** What a request showed of its receiver; null: it did not show it. */
export interface Sighting {
  /** When the receiver's certificate expires, in epoch milliseconds. */
  tlsExpiresAtMs: number | null;
  /** By how much the receiver's clock is ahead of this process's, negative: behind. */
  clockSkewSeconds: number | null;
}

const EVERY_MS = 10_000;
const MOST_ENDPOINTS = 10_000;
/** Times in answers are whole seconds, and an answer may take a while: a smaller difference is none. */
const NOTED_SKEW_SECONDS = 2;

/** $1 endpoints, $2 when the certificate expires, $3 the skew; null: as it was. Locked in the order of ids, as records do. */
const noteSightings = statement<{ endpoint_id: string }>(
  'note-endpoint-sightings',
  `WITH seen AS (
     SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::int[]) AS s (endpoint_id, tls_expires_at, clock_skew_seconds)
   ), locked AS MATERIALIZED (
     SELECT h.endpoint_id FROM endpoint_health h WHERE h.endpoint_id = ANY ($1::uuid[]) ORDER BY h.endpoint_id FOR UPDATE
   )
   UPDATE endpoint_health h
   SET tls_expires_at = coalesce(s.tls_expires_at, h.tls_expires_at),
     clock_skew_seconds = coalesce(s.clock_skew_seconds, h.clock_skew_seconds)
   FROM seen s JOIN locked l ON l.endpoint_id = s.endpoint_id
   WHERE h.endpoint_id = s.endpoint_id
   RETURNING h.endpoint_id`,
);

/**
 * Keeps what attempts show of their receivers: off the hot path, in one statement for all endpoints every ten seconds,
 * and only where it has changed.
 */
@Injectable()
export class EndpointSightings {
  /** What is stored already. */
  private readonly known = new LRUCache<string, Sighting>({ max: MOST_ENDPOINTS });
  private changed = new Map<string, Sighting>();
  private running: RunLoop | undefined;

  constructor(
    private readonly pool: HotPool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @param endpointId UUID */
  note(endpointId: string, seen: Sighting): void {
    const known = this.changed.get(endpointId) ?? this.known.get(endpointId);
    const tlsExpiresAtMs = seen.tlsExpiresAtMs ?? known?.tlsExpiresAtMs ?? null;
    const skew = seen.clockSkewSeconds;
    const isMoved =
      skew !== null && Math.abs(skew - (known?.clockSkewSeconds ?? Infinity)) >= NOTED_SKEW_SECONDS;
    if (!isMoved && tlsExpiresAtMs === (known?.tlsExpiresAtMs ?? null)) return;
    if (!this.changed.has(endpointId) && this.changed.size >= MOST_ENDPOINTS) return;
    const clockSkewSeconds = isMoved ? skew : (known?.clockSkewSeconds ?? null);
    this.changed.set(endpointId, { tlsExpiresAtMs, clockSkewSeconds });
  }

  start(): void {
    this.running = runLoop(() => this.flush(), {
      everyMs: EVERY_MS,
      onError: (error) =>
        this.logger.warn({ err: error }, 'certificates and clocks of receivers were not noted'),
    });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  /** Stores what has changed. What cannot be stored is stored when it is seen again. */
  async flush(): Promise<boolean> {
    if (this.changed.size === 0) return false;
    const { changed } = this;
    const entries = [...changed];
    this.changed = new Map();
    const stored = await this.pool.run(noteSightings, [
      entries.map(([id]) => id),
      entries.map(([, { tlsExpiresAtMs: at }]) => (at === null ? null : new Date(at))),
      entries.map(([, { clockSkewSeconds }]) => clockSkewSeconds),
    ]);
    for (const { endpoint_id: id } of stored) {
      const seen = changed.get(id);
      if (seen) this.known.set(id, seen);
    }
    return false;
  }
}
