import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound, publicId, toPage } from '../common/index.js';
import { Vault } from '../database/index.js';
import { Conditions } from './conditions.js';
import { EventData } from './event-data.service.js';
import { findEvents } from './find-events.query.js';
import type { EventRow } from './find-events.query.js';
import type { Reader } from '../auth/index.js';
import type { FieldsOf } from '../http/index.js';
import type { SubjectDto, SubjectEventDto } from './subject.dto.js';

/** A subject within its tenant (UUID). */
export interface SubjectRef {
  tenantId: string;
  subject: string;
}

/** Reads events by their subject. */
@Injectable()
export class SubjectRecords {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(EventData) private readonly data: EventData,
  ) {}

  /** 404 where no event of the tenant is about the subject. */
  async get(
    { tenantId, subject }: SubjectRef,
    { limit, cursor }: { limit: number; cursor?: string },
    reader: Reader,
  ): Promise<SubjectDto> {
    const about = (): Conditions =>
      new Conditions()
        .equals('e.tenant_id', tenantId)
        .equals('e.subject_hash', this.vault.hashRef(subject));
    const { manager } = this.source;
    const page = about().window('e.id', cursor === undefined ? {} : { cursor });
    const rows = await findEvents(manager, page, limit + 1);
    const [newest] = cursor === undefined ? rows : await findEvents(manager, about(), 1);
    if (!newest) throw notFound('subject');
    const { data: history, next_cursor } = toPage(rows, limit, presentSubjectEvent);
    const latest = { ...presentSubjectEvent(newest), data: await this.data.value(newest, reader) };
    return { subject, latest, history, next_cursor };
  }
}

function presentSubjectEvent({
  id,
  type,
  created_at,
  sequence,
}: EventRow): FieldsOf<SubjectEventDto> {
  return {
    id: publicId('event', id),
    type,
    created: Math.floor(created_at.getTime() / 1000),
    sequence: sequence === null ? null : Number(sequence),
  };
}
