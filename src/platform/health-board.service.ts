import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { invalid, publicId } from '../common/index.js';
import { SealedTexts } from '../database/index.js';
import { sandboxOnly } from '../http/index.js';
import type { FieldsOf } from '../http/index.js';
import { HEALTH_BOARD } from './health-board.query.js';
import type { TenantHealthDto, TenantHealthPageDto, TenantHealthQuery } from './platform.dto.js';

/** Lists how tenants are doing, the worst first. */
@Injectable()
export class HealthBoard {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
  ) {}

  /**
   * The order changes with the health of tenants, so that a cursor is a number of rows: a tenant may be on two pages,
   * or on none.
   *
   * @param tenantIds  UUIDs; null: all
   */
  async list(
    tenantIds: readonly string[] | null,
    { limit, cursor, environment }: TenantHealthQuery,
  ): Promise<TenantHealthPageDto> {
    const offset = readCursor(cursor);
    const rows = await this.source.query<FieldsOf<TenantHealthDto>[]>(HEALTH_BOARD, [
      tenantIds,
      limit + 1,
      offset,
      sandboxOnly(environment),
    ]);
    const data = (await this.texts.withTenantNames(rows.slice(0, limit))).map((row) => ({
      ...row,
      tenant_id: publicId('tenant', row.tenant_id),
    }));
    return { data, next_cursor: rows.length > limit ? writeCursor(offset + limit) : null };
  }
}

const writeCursor = (offset: number): string =>
  Buffer.from(`after ${offset}`).toString('base64url');

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const text = Buffer.from(cursor, 'base64url').toString();
  const offset = /^after (\d{1,9})$/.exec(text)?.[1];
  if (offset === undefined) {
    throw invalid([
      { pointer: '/cursor', code: 'invalid_cursor', message: 'is no cursor of ours' },
    ]);
  }
  return Number(offset);
}
