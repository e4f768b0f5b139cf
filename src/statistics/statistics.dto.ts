import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Environment } from '../http/index.js';
import { ENVIRONMENTS, IsIdOf, IsMoment } from '../http/index.js';
import { DIMENSIONS, MEASURES, STEPS } from './measures.js';
import type { Dimension, Measure, Step } from './measures.js';

export class StatisticsQuery {
  /** Names with commas between them. Absent: all. */
  @ApiProperty({
    type: String,
    required: false,
    example: 'deliveries,success_rate,latency_p95',
    description: `Names with commas between them, of ${MEASURES.map((name) => `\`${name}\``).join(', ')}. Absent: all.`,
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  measures?: string;

  /** Names with commas between them. Absent: one row for everything. */
  @ApiProperty({
    type: String,
    required: false,
    example: 'endpoint',
    description: `Names with commas between them, of ${DIMENSIONS.map((name) => `\`${name}\``).join(', ')}; \`tenant\` for support only. Absent: one row for everything.`,
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  by?: string;

  /** Events of the sandbox or live ones. */
  @ApiProperty({ enum: ENVIRONMENTS, required: false, default: 'live' })
  @IsIn(ENVIRONMENTS)
  environment: Environment = 'live';

  @IsMoment(
    'The beginning of the window, rounded down to the hour (UTC), at most 90 days before its end. Absent: 24 hours before `until`.',
  )
  since?: string;

  @IsMoment('The end of the window, rounded up to the hour (UTC). Absent: now.')
  until?: string;

  /** Absent: one row for the whole window. */
  @ApiProperty({ enum: STEPS, required: false })
  @IsOptional()
  @IsIn(STEPS)
  step?: Step;

  /** Only of this endpoint; it has no `events`. */
  @IsIdOf('endpoint')
  endpoint_id?: string;
}

/** The dimensions that were asked for, and the measures. */
export class StatisticsRowDto
  implements
    Partial<Record<Dimension, string | number | null>>,
    Partial<Record<Measure, number | null>>
{
  /** The tenant's id. */
  tenant?: string;
  /** The endpoint's id; null: of events, which have no endpoint. */
  @ApiProperty({ type: String, nullable: true, required: false })
  endpoint?: string | null;
  /** The event type. */
  type?: string;
  /** Of deliveries, as deliveries have it; of attempts `succeeded` or `failed`. */
  @ApiProperty({ type: String, nullable: true, required: false })
  status?: string | null;
  /** The error class of attempts; of failed deliveries that of their last attempt. */
  @ApiProperty({ type: String, nullable: true, required: false })
  class?: string | null;
  /** The status that the receiver answered with; of deliveries the last one. */
  @ApiProperty({ type: 'integer', nullable: true, required: false, example: 503 })
  code?: number | null;
  /** Why deliveries are held or have ended. */
  @ApiProperty({ type: String, nullable: true, required: false })
  reason?: string | null;
  @ApiProperty({ type: String, nullable: true, required: false })
  channel?: string | null;
  /** The beginning of the hour or the day (UTC), or of the window. */
  time: string;
  /** Published. */
  @ApiProperty({ type: 'integer', required: false, example: 128 })
  events?: number;
  /** Made in this time, whatever became of them. */
  @ApiProperty({ type: 'integer', required: false, example: 128 })
  deliveries?: number;
  /** Begun in this time. */
  @ApiProperty({ type: 'integer', required: false, example: 131 })
  attempts?: number;
  /** Deliveries that were made in this time and have succeeded since. */
  @ApiProperty({ type: 'integer', required: false, example: 126 })
  succeeded?: number;
  /** Deliveries that were made in this time and have failed since. */
  @ApiProperty({ type: 'integer', required: false, example: 2 })
  failed?: number;
  /** Deliveries that are held now, whenever they were made. With a step, in the latest row of the group alone. */
  @ApiProperty({ type: 'integer', nullable: true, required: false, example: 0 })
  held?: number | null;
  /** The share of first attempts that succeeded; null: there were none. */
  @ApiProperty({ type: Number, nullable: true, required: false, example: 0.9766 })
  first_try_rate?: number | null;
  /** `succeeded` ÷ (`succeeded` + `failed`); null: nothing has ended. */
  @ApiProperty({ type: Number, nullable: true, required: false, example: 0.9844 })
  success_rate?: number | null;
  /** Milliseconds until the receiver had answered, or its time was up; null: nothing was measured. */
  @ApiProperty({ type: Number, nullable: true, required: false, example: 84.6 })
  latency_p50?: number | null;
  @ApiProperty({ type: Number, nullable: true, required: false, example: 231.1 })
  latency_p95?: number | null;
  @ApiProperty({ type: Number, nullable: true, required: false, example: 940.5 })
  latency_p99?: number | null;
  /** Milliseconds from the making of a delivery to its success. */
  @ApiProperty({ type: Number, nullable: true, required: false, example: 412.4 })
  lag_p95?: number | null;
  /** The age of the oldest delivery that waits now; null: none does. With a step, in the latest row of the group alone. */
  @ApiProperty({ type: 'integer', nullable: true, required: false, example: 48 })
  oldest_undelivered_seconds?: number | null;
}

export class StatisticsDto {
  @ApiProperty({ type: () => [StatisticsRowDto] })
  data: StatisticsRowDto[];
  /** Everything that was recorded up to this time is counted; at most a minute ago. */
  as_of: string;
}
