import { Inject, Injectable } from '@nestjs/common';
import { HotPool } from '../../database/index.js';
import { wants } from '../subscription.js';
import type { Subscription } from '../subscription.js';
import { readBodies, readLog } from './event-log.query.js';
import type { LogRow } from './event-log.query.js';
import type { AbsentEvent, EventPage, ToldEvent } from './event-page.js';
import { EventRenderer } from './event-renderer.js';
import type { RecordedEvent } from './event-renderer.js';

/** Places that one page looks at, whether they are wanted or not. */
const SCANNED = 400;

export interface PageLimits {
  events: number;
  /** Of encrypted data; a single event may be larger. */
  bytes: number;
}

/** Reads a tenant's events in their order, a page at a time. */
@Injectable()
export class EventReader {
  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(EventRenderer) private readonly teller: EventRenderer,
  ) {}

  /** What is behind the position, as far as it has its place. */
  async read(
    tenantId: string,
    position: number,
    subscription: Subscription,
    limits: PageLimits,
  ): Promise<EventPage> {
    const rows = await this.pool.run(readLog, [tenantId, position, SCANNED]);
    const last = rows.at(-1)?.position ?? position;
    const wanted = rows.filter(({ type }) => type === null || wants(subscription, type));
    const chosen = wanted.slice(0, limits.events);
    const bodies = await this.bodiesOf(chosen, limits.bytes);
    const cut = chosen.findIndex((row) => isRecorded(row) && !bodies.has(row.id));
    const page = cut === -1 ? chosen : chosen.slice(0, cut);
    const isWhole = page.length === wanted.length;
    return {
      items: await this.tell(tenantId, page, bodies, subscription),
      position: isWhole ? last : (page.at(-1)?.position ?? position),
      more: !isWhole || rows.length >= SCANNED,
    };
  }

  /** By event; null where it is gone. What goes beyond the bytes is not in the map. */
  private async bodiesOf(
    rows: readonly LogRow[],
    maxBytes: number,
  ): Promise<Map<string, Buffer | null>> {
    const ids = rows.filter(isRecorded).map(({ id }) => id);
    if (ids.length === 0) return new Map();
    const found = await this.pool.run(readBodies, [ids, maxBytes]);
    return new Map(found.map(({ event_id: id, sealed_data: data }) => [id, data]));
  }

  private async tell(
    tenantId: string,
    rows: readonly LogRow[],
    bodies: ReadonlyMap<string, Buffer | null>,
    { format }: Subscription,
  ): Promise<(ToldEvent | AbsentEvent)[]> {
    const recorded = rows.flatMap((row): RecordedEvent[] => {
      const sealedData = bodies.get(row.id) ?? null;
      return isRecorded(row) && sealedData ? [{ ...row, tenantId, sealedData }] : [];
    });
    const told = await this.teller.tell(recorded, format);
    return rows.map((row) => told.get(row.id) ?? absent(row));
  }
}

function isRecorded(row: LogRow): row is LogRow & { type: string; created_at: Date } {
  return row.type !== null && row.created_at !== null && row.redacted_at === null;
}

function absent({ position, id, type, created_at: createdAt, redacted_at }: LogRow): AbsentEvent {
  return { position, id, type, createdAt, absence: redacted_at ? 'redacted' : 'expired' };
}
