import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AssetLinks } from '../assets/index.js';
import { seesPersonalData } from '../auth/index.js';
import type { Reader } from '../auth/index.js';
import { CATALOGUE, isConfidential } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { EventContents } from '../events/index.js';
import type { EventLabels } from '../events/index.js';
import { EchoMask, MASKED, maskData, showsField } from '../masking/index.js';
import type { MaskedData } from '../masking/index.js';
import { findEventBody } from './find-events.query.js';
import type { EventRow } from './find-events.query.js';

/** Data as it is shown: a text where all of it is masked, null where it is not stored any more. */
export type ShownData = MaskedData['shown'] | null;

type ShownLabels = Pick<EventLabels, 'subject' | 'external_ref'>;

/** What a reader sees of the content of events: all, with fresh links to assets, or no personal data. */
@Injectable()
export class EventData {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(EventContents) private readonly contents: EventContents,
    @Inject(AssetLinks) private readonly assets: AssetLinks,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
  ) {}

  /** Returns the JSON text of the event's `data`, always an object; null where it is not stored any more. */
  async text(row: EventRow, reader: Reader): Promise<string | null> {
    const stored = await this.stored(row);
    if (stored === null) return null;
    if (seesPersonalData(reader)) return this.fresh(row, stored);
    const { shown } = this.masked(row, stored);
    return JSON.stringify(shown === MASKED ? { data: MASKED } : shown);
  }

  async value(row: EventRow, reader: Reader): Promise<ShownData> {
    const stored = await this.stored(row);
    if (stored === null) return null;
    if (!seesPersonalData(reader)) return this.masked(row, stored).shown;
    return JSON.parse(await this.fresh(row, stored)) as Record<string, unknown>;
  }

  /**
   * Returns labels as the reader sees them. Those that are not known to be ids of the type are masked, and in a subject
   * that the publisher chose, what repeats the data.
   */
  async labels(row: EventRow, labels: EventLabels | null, reader: Reader): Promise<ShownLabels> {
    const { subject = null, external_ref = null } = labels ?? {};
    if (seesPersonalData(reader)) return { subject, external_ref };
    const definition = this.catalogue.get(row.type);
    const isShown = (names: readonly string[]): boolean =>
      names.every((name) => showsField(definition, `/${name}`));
    const shown = maskUnless(isShown(definition?.entityIdFields ?? []), subject);
    const echoMask =
      labels?.is_own_subject && shown !== null ? await this.echoMask(row, reader) : undefined;
    return {
      subject: echoMask && shown !== null ? echoMask.text(shown) : shown,
      external_ref: maskUnless(isShown(['external_ref']), external_ref),
    };
  }

  /** Returns the mask of texts that may repeat the data of an event; undefined where the reader sees all. */
  async echoMask(row: EventRow, reader: Reader): Promise<EchoMask | undefined> {
    if (seesPersonalData(reader)) return undefined;
    const stored = await this.stored(row);
    if (stored === null || this.isSecret(row)) return new EchoMask(undefined);
    return new EchoMask(this.masked(row, stored).hidden);
  }

  /** Whether nothing of an event of this type is shown to readers who see no personal data. */
  isSecret({ type }: Pick<EventRow, 'type'>): boolean {
    return isConfidential(this.catalogue.get(type));
  }

  private masked({ type, violations }: EventRow, stored: string): MaskedData {
    const broken = (violations ?? []).map(({ pointer }) => pointer);
    return maskData(this.catalogue.get(type), JSON.parse(stored), broken);
  }

  private async stored({ id }: EventRow): Promise<string | null> {
    const sealed = await findEventBody(this.source.manager, id);
    return sealed ? this.contents.data(id, sealed) : null;
  }

  private async fresh({ tenant_id, has_assets }: EventRow, stored: string): Promise<string> {
    return has_assets ? this.assets.freshen(tenant_id, stored) : stored;
  }
}

function maskUnless(isShown: boolean, text: string | null): string | null {
  return isShown || text === null ? text : MASKED;
}
