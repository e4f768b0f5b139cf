import { Inject, Injectable } from '@nestjs/common';
import { AssetLinks } from '../../assets/index.js';
import { AppError, LOGGER, LoopTurns, publicId } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { dataOf, labelsOf, Vault } from '../../database/index.js';
import type { SealedItem } from '../../database/index.js';
import { renderMessage } from '../../formats/index.js';
import type { Format } from '../../formats/index.js';
import type { AbsentEvent, ToldEvent } from './event-page.js';

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

/** Decrypts events and writes them as their receivers get them, with links signed now. */
@Injectable()
export class EventRenderer {
  constructor(
    @Inject(Vault) private readonly vault: Vault,
    @Inject(AssetLinks) private readonly assets: AssetLinks,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** By id. One that is damaged holds up no other. */
  async tell(
    events: readonly RecordedEvent[],
    format: Format,
  ): Promise<Map<string, ToldEvent | AbsentEvent>> {
    const opened = await this.open(events);
    const turns = new LoopTurns();
    const told: (ToldEvent | AbsentEvent)[] = [];
    for (const [index, event] of events.entries()) {
      told.push(await this.render(event, opened[index], format));
      if (turns.isUsedUp) await turns.next();
    }
    return new Map(told.map((event) => [event.id, event]));
  }

  private async render(
    event: RecordedEvent,
    content: Content | undefined,
    format: Format,
  ): Promise<ToldEvent | AbsentEvent> {
    const { position, id, type, created_at: createdAt, sequence } = event;
    if (!content) return { position, id, type, createdAt, absence: 'unreadable' };
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
      subject: content.subject,
      dataJson,
    });
    return { position, id, type, createdAt, sequence, body };
  }

  private async open(events: readonly RecordedEvent[]): Promise<(Content | undefined)[]> {
    try {
      const opened = await this.vault.openMany(events.flatMap(sealedItems));
      let next = 0;
      return events.map(({ sealed_labels }) => {
        const data = opened[next++];
        return contentOf(data, sealed_labels ? opened[next++] : undefined);
      });
    } catch (error) {
      if (!isDamage(error)) throw error;
      return Promise.all(events.map((event) => this.openOne(event)));
    }
  }

  private async openOne(event: RecordedEvent): Promise<Content | undefined> {
    try {
      const [data, labels] = await this.vault.openMany(sealedItems(event));
      return contentOf(data, labels);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const event_id = publicId('event', event.id);
      this.logger.error({ err: error, event_id }, 'an event cannot be read');
      return undefined;
    }
  }
}

interface Content {
  dataJson: string;
  subject: string | null;
}

function sealedItems({ id, sealedData, sealed_labels: labels }: RecordedEvent): SealedItem[] {
  const data = { context: dataOf(id), sealed: sealedData };
  return labels ? [data, { context: labelsOf(id), sealed: labels }] : [data];
}

function contentOf(data: Buffer | undefined, labels: Buffer | undefined): Content | undefined {
  if (!data) return undefined;
  const { subject } = JSON.parse(labels?.toString('utf8') ?? '{}') as { subject?: string | null };
  return { dataJson: data.toString('utf8'), subject: subject ?? null };
}

function isDamage(error: unknown): boolean {
  return error instanceof AppError && error.code === 'sealed_data_damaged';
}
