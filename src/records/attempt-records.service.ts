import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { decodeCursor, toPage } from '../common/index.js';
import type { Page } from '../common/index.js';
import { ReasonGuide } from '../config/index.js';
import { Vault } from '../database/index.js';
import type { PageQuery } from '../http/index.js';
import { exchangeOf, unpackExchange } from '../queue/index.js';
import type { AttemptDto } from './attempt.dto.js';
import { findAttemptPage, findAttempts } from './find-attempts.query.js';
import type { AttemptRow } from './find-attempts.query.js';
import { presentAttempt } from './present-attempt.js';
import type { AttemptReader } from './present-attempt.js';

/** The part of each body that a record with many attempts shows. */
const SHORT_BODY_BYTES = 4096;

/** Reads attempts with their requests and responses. It does not check the tenant. */
@Injectable()
export class AttemptRecords {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(ReasonGuide) private readonly guide: ReasonGuide,
  ) {}

  /** By delivery (UUID), oldest first, bodies cut at 4 KiB; as the manager's transaction sees them. */
  async ofDeliveries(
    deliveryIds: string[],
    readerOf: (deliveryId: string) => AttemptReader,
    manager: EntityManager = this.source.manager,
  ): Promise<Map<string, AttemptDto[]>> {
    const rows = await findAttempts(manager, deliveryIds);
    const attempts = await this.present(rows, readerOf, SHORT_BODY_BYTES);
    const byDelivery = new Map<string, AttemptDto[]>(deliveryIds.map((id) => [id, []]));
    rows.forEach((row, position) => {
      const attempt = attempts[position];
      if (attempt) byDelivery.get(row.delivery_id)?.push(attempt);
    });
    return byDelivery;
  }

  /** Oldest first, bodies as they are stored. */
  async page(
    deliveryId: string,
    { limit, cursor }: PageQuery,
    reader: AttemptReader,
  ): Promise<Page<AttemptDto>> {
    const after = decodeCursor(cursor);
    const rows = await findAttemptPage(this.source.manager, deliveryId, after, limit + 1);
    const page = toPage(rows, limit, (row) => row);
    return { ...page, data: await this.present(page.data, () => reader, Infinity) };
  }

  private async present(
    rows: AttemptRow[],
    readerOf: (deliveryId: string) => AttemptReader,
    bodyLimitBytes: number,
  ): Promise<AttemptDto[]> {
    const sealed = rows.flatMap((row) =>
      row.sealed_exchange === null
        ? []
        : [{ context: exchangeOf(row.id), sealed: row.sealed_exchange }],
    );
    const opened = await this.vault.openMany(sealed);
    const exchanges = new Map(
      sealed.map(({ context }, position) => [context.id, opened[position]]),
    );
    return rows.map((row) => {
      const packed = exchanges.get(row.id);
      return presentAttempt(row, packed ? unpackExchange(packed) : null, {
        ...readerOf(row.delivery_id),
        bodyLimitBytes,
        guide: this.guide,
      });
    });
  }
}
