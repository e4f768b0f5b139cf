import { Inject, Injectable } from '@nestjs/common';
import { AssetLinks } from '../../assets/index.js';
import { AppError, LOGGER, LoopTurns, publicId } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { EventContents } from '../../events/index.js';
import type { EventContent } from '../../events/index.js';
import { renderMessage } from '../../formats/index.js';
import type { Format } from '../../formats/index.js';
import type { UnavailableEvent, RenderedEvent } from './event-page.js';

/** An event as it is stored. */
export interface RecordedEvent {
  position: number;
  id: string;
  tenantId: string;
  type: string;
  created_at: Date;
  sequence: number | null;
  sealed_labels: Buffer | null;
  sealedData: Buffer;
  has_assets: boolean | null;
}

/** Events that are decrypted and rendered without a look at the clock. */
const PIECE = 10;
/** A turn is short, because a tenant may have many streams, and what others deliver takes several turns. */
const TURN_MS = 4;

/** Decrypts events and renders their bodies in a format, with fresh asset links. */
@Injectable()
export class EventRenderer {
  constructor(
    @Inject(EventContents) private readonly contents: EventContents,
    @Inject(AssetLinks) private readonly assets: AssetLinks,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Returns the events by id. One that cannot be decrypted is `unreadable` and affects no other. */
  async render(
    events: readonly RecordedEvent[],
    format: Format,
  ): Promise<Map<string, RenderedEvent | UnavailableEvent>> {
    const turns = new LoopTurns(TURN_MS);
    const rendered: (RenderedEvent | UnavailableEvent)[] = [];
    // Pages of many streams come from the database together: each long one waits for its turn before it begins.
    if (events.length > PIECE) await turns.next();
    for (let start = 0; start < events.length; start += PIECE) {
      if (turns.isUsedUp) await turns.next();
      const piece = events.slice(start, start + PIECE);
      const opened = await this.open(piece);
      for (const [index, event] of piece.entries()) {
        rendered.push(await this.renderOne(event, opened[index], format));
      }
    }
    return new Map(rendered.map((event) => [event.id, event]));
  }

  private async renderOne(
    event: RecordedEvent,
    content: EventContent | undefined,
    format: Format,
  ): Promise<RenderedEvent | UnavailableEvent> {
    const { position, id, type, created_at: createdAt, sequence } = event;
    if (!content) return { position, id, type, createdAt, unavailable: 'unreadable' };
    const dataJson = event.has_assets
      ? await this.assets.freshen(event.tenantId, content.dataJson)
      : content.dataJson;
    const body = renderMessage(format, {
      id: publicId('event', id),
      tenantId: publicId('tenant', event.tenantId),
      deliveryId: null,
      type,
      createdAt,
      sequence,
      subject: content.labels.subject,
      dataJson,
    });
    return { position, id, type, createdAt, sequence, body };
  }

  private async open(events: readonly RecordedEvent[]): Promise<(EventContent | undefined)[]> {
    const rows = events.map((event) => ({ ...event, sealed_data: event.sealedData }));
    const contents = await this.contents.openEach(rows);
    return contents.map((content, index) => {
      if (!(content instanceof AppError)) return content;
      const event_id = publicId('event', events[index]?.id ?? '');
      this.logger.error({ err: content, event_id }, 'an event cannot be decrypted');
      return undefined;
    });
  }
}
