import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Environment } from '../http/index.js';
import { CHANNELS, DELIVERY_REASONS } from '../model/index.js';
import type { ChannelName, DeliveryReason } from '../model/index.js';
import {
  IsEnvironment,
  IsIdOf,
  IsLabel,
  IsMoment,
  IsTypePattern,
  PageQuery,
} from '../http/index.js';
import type { DeliveryStatus } from '../queue/index.js';
import { AttemptDto } from './attempt.dto.js';

const DELIVERY_STATUSES = [
  'pending',
  'succeeded',
  'failed',
  'held',
  'skipped',
  'cancelled',
] as const satisfies readonly DeliveryStatus[];

/** Which deliveries to list. */
export class DeliveryQuery extends PageQuery {
  @ApiProperty({ enum: DELIVERY_STATUSES, required: false })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;

  @ApiProperty({ enum: DELIVERY_REASONS, required: false })
  @IsOptional()
  @IsIn(DELIVERY_REASONS)
  reason?: DeliveryReason;

  @IsIdOf('endpoint')
  endpoint_id?: string;

  @IsIdOf('event')
  event_id?: string;

  @IsTypePattern()
  type?: string;

  /** The status of the last response. */
  @ApiProperty({ type: 'integer', required: false, minimum: 100, maximum: 599 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(100)
  @Max(599)
  code?: number;

  /** Whether an attempt succeeded with an HTML page as its answer, as where a proxy answered. */
  @ApiProperty({ type: Boolean, enum: [true, false], required: false })
  @IsOptional()
  @IsIn(['true', 'false'])
  suspicious_success?: 'true' | 'false';

  @IsEnvironment()
  environment?: Environment;

  @IsMoment('Made at this time or later.')
  since?: string;

  @IsMoment('Made before this time.')
  until?: string;
}

/** The same across tenants. */
export class AllDeliveriesQuery extends DeliveryQuery {
  /** A tenant's id or `external_id`. */
  @IsOptional()
  @IsLabel(200)
  tenant_id?: string;
}

/** One event on its way to one endpoint, or to one recipient of it. */
export class DeliveryDto {
  /** `dlv_…` */
  id: string;
  tenant_id: string;
  event_id: string;
  event_type: string;
  /** Whether the event is of the sandbox; null: the event is not on record any more. */
  @ApiProperty({ type: Boolean, nullable: true })
  is_sandbox: boolean | null;
  endpoint_id: string;
  /** Host and port of the endpoint's URL, and nothing else of it; null: email. */
  @ApiProperty({ type: String, nullable: true })
  endpoint_host: string | null;
  @ApiProperty({ enum: CHANNELS })
  channel: ChannelName;
  /** The mail address; null elsewhere. */
  @ApiProperty({ type: String, nullable: true })
  recipient: string | null;
  /** Of a webhook's body; `email` and `slack` have one shape, which is called like the channel. */
  format: string;
  /** A settled or held delivery that was retried by hand is `pending` until that attempt has ended. */
  @ApiProperty({ enum: DELIVERY_STATUSES })
  status: DeliveryStatus;
  /** Why it is so; null once it has succeeded. */
  @ApiProperty({ enum: [...DELIVERY_REASONS, null], nullable: true })
  reason: DeliveryReason | null;
  /** The reason in words. */
  @ApiProperty({ type: String, nullable: true })
  reason_text: string | null;
  /** What the reason means and what to do. */
  @ApiProperty({ type: String, nullable: true })
  docs_url: string | null;
  /** The delivery that keeps its subject waiting, where the reason is `waiting_for_subject`. */
  @ApiProperty({ type: String, nullable: true })
  blocked_by: string | null;
  /** An attempt is under way. */
  in_flight: boolean;
  /** The number of the last attempt on record. Attempts by hand, and ones that were lost with their worker, count too. */
  @ApiProperty({ type: 'integer' })
  attempt_count: number;
  /** How often the schedule tries at most. Attempts by hand, and lost ones, come on top: `attempt_count` may end above it. */
  @ApiProperty({ type: 'integer' })
  max_attempts: number;
  /** Status of the last response. */
  @ApiProperty({ type: 'integer', nullable: true })
  last_code: number | null;
  /** An attempt of it succeeded with an HTML page as its answer: perhaps a proxy answered. */
  suspicious_success: boolean;
  /** Its subject was erased while it waited: it goes out with ids and required fields that are not personal. */
  minimised: boolean;
  /** Null while in flight, and where none is planned. */
  @ApiProperty({ type: String, nullable: true })
  next_attempt_at: string | null;
  created_at: string;
  /** When it succeeded or was given up. */
  @ApiProperty({ type: String, nullable: true })
  settled_at: string | null;
}

/** A delivery with its attempts, oldest first; response bodies are cut at 4 KiB. */
export class DeliveryWithAttemptsDto extends DeliveryDto {
  attempts: AttemptDto[];
}

export class DeliveryPageDto {
  data: DeliveryDto[];
  /**
   * The next page; null: this is the last one. With conditions that few rows meet, a page may have fewer rows than
   * `limit`, or none, and still lead on.
   */
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
