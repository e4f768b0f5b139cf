import { Inject, Injectable } from '@nestjs/common';
import { HotPool } from '../../database/index.js';
import { wants } from '../subscription.js';
import type { Subscription } from '../subscription.js';
import { readBodies, readLog } from './event-log.query.js';
import type { LogRow } from './event-log.query.js';
import type { UnavailableEvent, EventPage, RenderedEvent } from './event-page.js';
import { EventRenderer } from './event-renderer.js';
import type { RecordedEvent } from './event-renderer.js';

/** Positions that one page examines, whether the subscription wants them or not. */
const MAX_SCANNED = 400;

export interface PageLimits {
  events: number;
  /** Bytes of encrypted data; a single event may be larger. */
  bytes: number;
}

/** Reads a tenant's event log in pages. */
@Injectable()
export class EventReader {
  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(EventRenderer) private readonly renderer: EventRenderer,
  ) {}

  /** Reads the next page behind `position`, out of the events that have a position by now. */
  async read(
    tenantId: string,
    position: number,
    subscription: Subscription,
    limits: PageLimits,
  ): Promise<EventPage> {
    const rows = await this.pool.run(readLog, [tenantId, position, MAX_SCANNED]);
    const last = rows.at(-1)?.position ?? position;
    const wanted = rows.filter(({ type }) => type === null || wants(subscription, type));
    const chosen = wanted.slice(0, limits.events);
    const bodies = await this.bodiesOf(chosen, limits.bytes);
    const firstOverLimit = chosen.findIndex((row) => isRecorded(row) && !bodies.has(row.id));
    const page = firstOverLimit === -1 ? chosen : chosen.slice(0, firstOverLimit);
    const isWhole = page.length === wanted.length;
    return {
      items: await this.render(tenantId, page, bodies, subscription),
      position: isWhole ? last : (page.at(-1)?.position ?? position),
      more: !isWhole || rows.length >= MAX_SCANNED,
    };
  }

  /** By event id; null for a body that was deleted. Bodies beyond the byte limit are not in the map. */
  private async bodiesOf(
    rows: readonly LogRow[],
    maxBytes: number,
  ): Promise<Map<string, Buffer | null>> {
    const ids = rows.filter(isRecorded).map(({ id }) => id);
    if (ids.length === 0) return new Map();
    const found = await this.pool.run(readBodies, [ids, maxBytes]);
    return new Map(found.map(({ event_id: id, sealed_data: data }) => [id, data]));
  }

  private async render(
    tenantId: string,
    rows: readonly LogRow[],
    bodies: ReadonlyMap<string, Buffer | null>,
    { format }: Subscription,
  ): Promise<(RenderedEvent | UnavailableEvent)[]> {
    const recorded = rows.flatMap((row): RecordedEvent[] => {
      const sealedData = bodies.get(row.id) ?? null;
      return isRecorded(row) && sealedData ? [{ ...row, tenantId, sealedData }] : [];
    });
    const rendered = await this.renderer.render(recorded, format);
    return rows.map((row) => rendered.get(row.id) ?? unavailable(row));
  }
}

function isRecorded(row: LogRow): row is LogRow & { type: string; created_at: Date } {
  return row.type !== null && row.created_at !== null && row.redacted_at === null;
}

function unavailable(row: LogRow): UnavailableEvent {
  const { position, id, type, created_at: createdAt, redacted_at: redactedAt } = row;
  return { position, id, type, createdAt, unavailable: redactedAt ? 'redacted' : 'expired' };
}
