import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { FORMATS } from '../formats/index.js';
import type { Environment } from '../http/index.js';
import {
  FieldErrorDto,
  IsEnvironment,
  IsLabel,
  IsMoment,
  IsTypePattern,
  PageQuery,
  ShownData,
} from '../http/index.js';
import { UNSENT_REASONS } from '../model/index.js';
import type { UnsentReason } from '../model/index.js';
import { DeliveryDto, DeliveryWithAttemptsDto } from './delivery.dto.js';

/** Which events to list. */
export class EventQuery extends PageQuery {
  @IsTypePattern()
  type?: string;

  /** The exact subject. */
  @IsOptional()
  @IsLabel(500)
  subject?: string;

  /** The exact `external_ref`, or any other id in the event's data. */
  @IsOptional()
  @IsLabel(500)
  ref?: string;

  @IsEnvironment()
  environment?: Environment;

  @IsMoment('Published at this time or later.')
  since?: string;

  @IsMoment('Published before this time.')
  until?: string;
}

export class FormatQuery {
  /** Answers with the body as a receiver of this format gets it, instead of the record. */
  @ApiProperty({ enum: FORMATS, required: false })
  @IsOptional()
  format?: unknown;
}

/** An endpoint that the event was not sent to. */
export class UnsentDto {
  /** Null where the tenant had no endpoint at all. */
  @ApiProperty({ type: String, nullable: true })
  endpoint_id: string | null;
  @ApiProperty({ enum: UNSENT_REASONS })
  reason: UnsentReason;
  /** The reason in words. */
  reason_text: string;
  /** What the reason means and what to do. */
  docs_url: string;
}

class EventFields {
  /** `evt_…` */
  id: string;
  tenant_id: string;
  type: string;
  /** Unix seconds. */
  @ApiProperty({ type: 'integer' })
  created: number;
  /** Rises per subject; null for the moment before the fan-out of a publish in a caller's transaction. */
  @ApiProperty({ type: 'integer', nullable: true })
  sequence: number | null;
  @ApiProperty({ type: String, nullable: true })
  subject: string | null;
  @ApiProperty({ type: String, nullable: true })
  external_ref: string | null;
  is_sandbox: boolean;
  /** The event that this one was derived from. */
  @ApiProperty({ type: String, nullable: true })
  caused_by: string | null;
  /** Events derived from this one. */
  derived: string[];
  unsent: UnsentDto[];
  /** Rules that the event's data breaks; kept where CATALOGUE_VALIDATION is `report`. */
  @ApiProperty({ type: () => [FieldErrorDto], nullable: true })
  violations: FieldErrorDto[] | null;
  /** When its data, subject and ids were taken away for good. */
  @ApiProperty({ type: String, nullable: true })
  redacted_at: string | null;
}

/** An event in a list: without its data, its deliveries without their attempts. */
export class EventSummaryDto extends EventFields {
  deliveries: DeliveryDto[];
}

/** All that is on record of an event. */
export class EventDto extends EventFields {
  @ShownData()
  data: Record<string, unknown> | '[masked]' | null;
  deliveries: DeliveryWithAttemptsDto[];
}

export class EventPageDto {
  data: EventSummaryDto[];
  /**
   * The next page; null: this is the last one. With conditions that few rows meet, a page may have fewer rows than
   * `limit`, or none, and still lead on.
   */
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
