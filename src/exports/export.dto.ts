import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { DeliveryQuery, EventQuery } from '../records/index.js';

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
