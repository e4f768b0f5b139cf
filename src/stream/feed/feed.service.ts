import { Inject, Injectable } from '@nestjs/common';
import { CATALOGUE, recordedTypes } from '../../catalogue/index.js';
import type { LiveCatalogue } from '../../catalogue/index.js';
import { encodePosition } from '../cursor.js';
import { ChangeNotifier } from '../notifications/change-notifier.js';
import type { ChangeSubscription } from '../notifications/change-notifier.js';
import type { EventPage } from '../reading/event-page.js';
import { EventReader } from '../reading/event-reader.js';
import { EARLIEST, CursorResolver } from '../reading/cursor-resolver.js';
import { requireTypes, splitTypes } from '../subscription.js';
import { tombstoneOf } from '../reading/event-page.js';
import type { FeedQuery } from './feed.dto.js';

/** Time that a request which does not wait spends on scanning for rare types; the next one goes on from there. */
const SEARCH_MS = 25;
const MAX_BYTES = 4 * 1024 * 1024;

/** Serves the event log to clients that poll. */
@Injectable()
export class Feed {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(CursorResolver) private readonly cursors: CursorResolver,
    @Inject(ChangeNotifier) private readonly notifier: ChangeNotifier,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
  ) {}

  /**
   * Returns the JSON text of a `FeedPageDto`. Stops waiting when `ending` is aborted. Throws 422 for an
   * unknown cursor or type.
   */
  async read(tenantId: string, query: FeedQuery, ending: AbortSignal): Promise<string> {
    const { after, wait, format, limit } = query;
    const subscription = { format, types: splitTypes(query.types) };
    requireTypes(subscription, await recordedTypes(this.catalogue, subscription.types ?? []));
    const start = await this.cursors.find(tenantId, after ?? EARLIEST, 'after');
    const changes = this.notifier.subscribe(tenantId);
    ending.addEventListener('abort', () => changes.end(), { once: true });
    try {
      const page = await this.search({
        changes,
        from: start.position,
        waitMs: wait * 1000,
        read: (position) =>
          this.reader.read(tenantId, position, subscription, { events: limit, bytes: MAX_BYTES }),
      });
      const isGap = start.isGap || (after !== undefined && after !== EARLIEST && hasExpired(page));
      return present(tenantId, page, isGap);
    } finally {
      changes.close();
    }
  }

  /** Returns the first page with an item, or an empty one when the time is up. */
  private async search({ changes, from, waitMs, read }: Search): Promise<EventPage> {
    const startedMs = performance.now();
    for (let position = from; ;) {
      changes.reset();
      const page = await read(position);
      const spentMs = performance.now() - startedMs;
      if (page.items.length > 0 || changes.ended) return page;
      if (page.more ? spentMs > Math.max(SEARCH_MS, waitMs) : spentMs >= waitMs) return page;
      position = page.position;
      if (!page.more) await changes.next(waitMs - spentMs);
    }
  }
}

interface Search {
  changes: ChangeSubscription;
  from: number;
  waitMs: number;
  read: (position: number) => Promise<EventPage>;
}

function hasExpired({ items }: EventPage): boolean {
  return items.some((item) => 'unavailable' in item && item.unavailable === 'expired');
}

/** Inserts the bodies as text: parsing and serialising them again could change them. */
function present(tenantId: string, { items, position, more }: EventPage, isGap: boolean): string {
  const data = items.flatMap((item) => {
    if (!('unavailable' in item)) return [item.body];
    const tombstone = tombstoneOf(item);
    return tombstone ? [JSON.stringify({ ...tombstone, [item.unavailable]: true })] : [];
  });
  const rest = JSON.stringify({
    next_cursor: encodePosition(tenantId, position),
    has_more: more,
    gap: isGap ? { reason: 'expired' } : null,
  });
  return `{"data":[${data.join(',')}],${rest.slice(1)}`;
}
