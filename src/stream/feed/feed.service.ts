import { Inject, Injectable } from '@nestjs/common';
import { CATALOGUE, recordedTypes } from '../../catalogue/index.js';
import type { LiveCatalogue } from '../../catalogue/index.js';
import { encodePosition } from '../cursor.js';
import { ChangeNotifier } from '../notifications/change-notifier.js';
import type { Watch } from '../notifications/watch.js';
import type { EventPage } from '../reading/event-page.js';
import { EventReader } from '../reading/event-reader.js';
import { EARLIEST, CursorResolver } from '../reading/cursor-resolver.js';
import { requireTypes, splitTypes } from '../subscription.js';
import { tombstoneOf } from '../tombstone.js';
import type { FeedQuery } from './feed.dto.js';

/** Time that one request spends looking for types that are rare. */
const SEARCH_MS = 2_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** The polling side of the stream. */
@Injectable()
export class Feed {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(CursorResolver) private readonly starts: CursorResolver,
    @Inject(ChangeNotifier) private readonly news: ChangeNotifier,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
  ) {}

  /** The JSON text of a `FeedPageDto`. `isGone` tells that nobody waits for it any more. */
  async read(tenantId: string, query: FeedQuery, isGone: () => boolean): Promise<string> {
    const { after, wait, format, limit } = query;
    const subscription = { format, types: splitTypes(query.types) };
    requireTypes(subscription, await recordedTypes(this.catalogue, subscription.types ?? []));
    const start = await this.starts.find(tenantId, after ?? EARLIEST, 'after');
    const watch = this.news.watch(tenantId);
    try {
      const page = await this.search({
        watch,
        isGone,
        from: start.position,
        waitMs: wait * 1000,
        read: (position) =>
          this.reader.read(tenantId, position, subscription, { events: limit, bytes: MAX_BYTES }),
      });
      const isGap = start.isGap || (after !== undefined && after !== EARLIEST && hasExpired(page));
      return present(tenantId, page, isGap);
    } finally {
      watch.close();
    }
  }

  /** The first page that holds anything, or where time runs out an empty one. */
  private async search({ watch, isGone, from, waitMs, read }: Search): Promise<EventPage> {
    const startedMs = performance.now();
    for (let position = from; ;) {
      watch.reset();
      const page = await read(position);
      const spentMs = performance.now() - startedMs;
      if (page.items.length > 0 || isGone() || watch.ended) return page;
      if (page.more ? spentMs > Math.max(SEARCH_MS, waitMs) : spentMs >= waitMs) return page;
      position = page.position;
      if (!page.more) await watch.next(waitMs - spentMs);
    }
  }
}

interface Search {
  watch: Watch;
  isGone: () => boolean;
  from: number;
  waitMs: number;
  read: (position: number) => Promise<EventPage>;
}

function hasExpired({ items }: EventPage): boolean {
  return items.some((item) => 'absence' in item && item.absence === 'expired');
}

/** Bodies go in as they were written: parsed and written anew they might not be the same. */
function present(tenantId: string, { items, position, more }: EventPage, isGap: boolean): string {
  const told = items.flatMap((item) => {
    if (!('absence' in item)) return [item.body];
    const tombstone = tombstoneOf(item);
    return tombstone ? [JSON.stringify({ ...tombstone, [item.absence]: true })] : [];
  });
  const rest = JSON.stringify({
    next_cursor: encodePosition(tenantId, position),
    has_more: more,
    gap: isGap ? { reason: 'expired' } : null,
  });
  return `{"data":[${told.join(',')}],${rest.slice(1)}`;
}
