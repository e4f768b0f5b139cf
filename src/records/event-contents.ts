import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AssetLinks } from '../assets/index.js';
import { dataOf, labelsOf, Vault } from '../database/index.js';
import { findEventBody } from './find-events.query.js';
import type { EventRow } from './find-events.query.js';

/** What an event's record shows of its data in lists. */
export interface EventLabels {
  subject: string | null;
  external_ref: string | null;
}

/** What of events is stored encrypted. */
@Injectable()
export class EventContents {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(AssetLinks) private readonly assets: AssetLinks,
  ) {}

  /** In the order of the rows; null where they are not stored any more. */
  async labels(rows: EventRow[]): Promise<(EventLabels | null)[]> {
    const sealed = rows.flatMap((row) =>
      row.sealed_labels === null ? [] : [{ context: labelsOf(row.id), sealed: row.sealed_labels }],
    );
    const opened = await this.vault.openMany(sealed);
    const byId = new Map(sealed.map(({ context }, position) => [context.id, opened[position]]));
    return rows.map((row) => {
      const text = byId.get(row.id)?.toString('utf8');
      return text === undefined ? null : (JSON.parse(text) as EventLabels);
    });
  }

  /**
   * The JSON text of the event's `data` with links signed now, where it refers to assets; null where
   * it is not stored any more.
   */
  async dataJson({ id, tenant_id, has_assets }: EventRow): Promise<string | null> {
    const sealed = await findEventBody(this.source.manager, id);
    if (!sealed) return null;
    const stored = (await this.vault.open(dataOf(id), sealed)).toString('utf8');
    return has_assets ? this.assets.freshen(tenant_id, stored) : stored;
  }

  /** The same as a value. */
  async data(row: EventRow): Promise<Record<string, unknown> | null> {
    const json = await this.dataJson(row);
    return json === null ? null : (JSON.parse(json) as Record<string, unknown>);
  }
}
