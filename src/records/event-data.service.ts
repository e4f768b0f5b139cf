import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AssetLinks } from '../assets/index.js';
import { EventContents } from '../events/index.js';
import { findEventBody } from './find-events.query.js';
import type { EventRow } from './find-events.query.js';

/** Reads the data of events as it is shown: with links signed now, where it refers to assets. */
@Injectable()
export class EventData {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(EventContents) private readonly contents: EventContents,
    @Inject(AssetLinks) private readonly assets: AssetLinks,
  ) {}

  /** Returns the JSON text of the event's `data`; null where it is not stored any more. */
  async text({ id, tenant_id, has_assets }: EventRow): Promise<string | null> {
    const sealed = await findEventBody(this.source.manager, id);
    if (!sealed) return null;
    const stored = await this.contents.data(id, sealed);
    return has_assets ? this.assets.freshen(tenant_id, stored) : stored;
  }

  /** Returns the same as a value. */
  async value(row: EventRow): Promise<Record<string, unknown> | null> {
    const text = await this.text(row);
    return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
  }
}
