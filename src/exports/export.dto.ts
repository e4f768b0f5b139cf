import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { RejectedPublishWithBodyDto } from '../publishing/index.js';
import { DeliveryQuery, EventDto, EventQuery } from '../records/index.js';

const EXPORT_FORMATS = ['ndjson', 'csv'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Which deliveries to export, by the conditions of their list. */
export class DeliveryExportQuery extends OmitType(DeliveryQuery, ['limit', 'cursor'] as const) {
  /** One JSON object in a line, or a table with a line of names. */
  @ApiProperty({ enum: EXPORT_FORMATS, required: false, default: 'ndjson' })
  @IsIn(EXPORT_FORMATS)
  format: ExportFormat = 'ndjson';
}

/** Which events to export, by the conditions of their list. */
export class EventExportQuery extends OmitType(EventQuery, ['limit', 'cursor'] as const) {
  /** One JSON object in a line, or a table with a line of names. */
  @ApiProperty({ enum: EXPORT_FORMATS, required: false, default: 'ndjson' })
  @IsIn(EXPORT_FORMATS)
  format: ExportFormat = 'ndjson';
}

/** Everything that is kept about a subject, and who received it. */
export class SubjectExportDto {
  subject: string;
  exported_at: string;
  /** Events whose subject it is, or whose data has it as an id, newest first, with data, deliveries and attempts. */
  @ApiProperty({ type: () => [EventDto] })
  events: EventDto[];
  /**
   * Publishes that were refused and whose data has it as an id, newest first, at most 100. On the first page, and for
   * admins alone: a tenant is shown what was published for it.
   */
  @ApiProperty({ type: () => [RejectedPublishWithBodyDto] })
  rejected: RejectedPublishWithBodyDto[];
  /** The next page of events; null: this is the last one. */
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
