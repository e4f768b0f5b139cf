import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Allow, IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsIdOf, IsMoment, PageQuery } from '../http/index.js';
import type { ReplayState } from './replays.query.js';
import { REPLAY_SELECTIONS } from './decide-action.js';
import type { ReplaySelection } from './decide-action.js';

const STATES = ['running', 'finished', 'cancelled'] as const satisfies readonly ReplayState[];
const PAUSES = ['endpoint_paused', 'endpoint_disabled'] as const;

/** Accepts unix seconds as a JSON number. */
const NumberAsText = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value));

/** The events and deliveries to send again. */
export class StartReplayDto {
  @NumberAsText()
  @IsMoment('Events published at this time or later; at most as long ago as records are kept.', {
    isRequired: true,
  })
  since: string;

  @NumberAsText()
  @IsMoment('Events published before this time. Absent: until now.')
  until?: string;

  /**
   * `failed`: restarts the schedule of deliveries that failed or are held as `poison` or
   * `address_on_hold`. `missing`: creates deliveries of the events that the endpoint takes with its
   * current settings and has no delivery of, also of events from before it existed. `all`: both; and
   * deliveries that succeeded or were skipped are sent again, in one attempt whose failure changes
   * nothing. Pending deliveries stay as they are.
   */
  @ApiProperty({ enum: REPLAY_SELECTIONS })
  @IsIn(REPLAY_SELECTIONS)
  status: ReplaySelection;

  /** Exact names, `session.*` at any depth, `*`; each must match a type on offer. Absent: every type. */
  @ApiProperty({ type: [String], required: false, example: ['session.*'] })
  @Allow()
  types?: unknown;

  /** Deliveries that are queued in a second at most, on average. Absent: as many as the endpoint takes. */
  @ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: 10_000 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  rate_per_second?: number;

  /** Only counts: nothing is sent, and the answer has no id. Also works while the endpoint is paused. */
  @IsOptional()
  @IsBoolean()
  dry_run?: boolean;
}

/** Deliveries that match but cannot be sent. */
export class UnreplayableDto {
  /** The content of the event was redacted. */
  @ApiProperty({ type: 'integer' })
  redacted: number;
  /** The event's data was deleted after its retention period. */
  @ApiProperty({ type: 'integer' })
  retention_expired: number;
  /** The endpoint's format has no body for the type. */
  @ApiProperty({ type: 'integer' })
  format_cannot_carry: number;
}

export class StartedReplayDto {
  /** `rpl_…`; null for a dry run. */
  @ApiProperty({ type: String, nullable: true })
  id: string | null;
  /** Deliveries to send again or to create, as counted at the request. */
  @ApiProperty({ type: 'integer' })
  matched: number;
  /** Not included in `matched`. */
  unreplayable: UnreplayableDto;
}

export class SkippedDto extends UnreplayableDto {
  /** The delivery is waiting for an attempt already. */
  @ApiProperty({ type: 'integer' })
  already_pending: number;
  /** Another request changed the delivery at the same moment. */
  @ApiProperty({ type: 'integer' })
  changed: number;
}

/** The outcomes of the queued deliveries. They may lag behind by some seconds. */
export class ReplayOutcomesDto {
  /** Waiting, in flight, or scheduled for a retry. */
  @ApiProperty({ type: 'integer' })
  pending: number;
  @ApiProperty({ type: 'integer' })
  delivered: number;
  /** Attempts are exhausted; of deliveries that had settled before: the one attempt failed. */
  @ApiProperty({ type: 'integer' })
  failed: number;
  /** Skipped by hand, cancelled with the endpoint, or held as `poison` or `address_on_hold`. */
  @ApiProperty({ type: 'integer' })
  given_up: number;
}

/** A replay and its progress. */
export class ReplayDto {
  /** `rpl_…` */
  id: string;
  endpoint_id: string;
  /** `finished`: everything was queued and has had its first attempt; retries may still follow. */
  @ApiProperty({ enum: STATES })
  state: ReplayState;
  /** Why a running replay does not proceed; it continues when the endpoint is resumed. */
  @ApiProperty({ enum: [...PAUSES, null], nullable: true })
  waiting_for: (typeof PAUSES)[number] | null;
  /** As requested. */
  @ApiProperty({ enum: REPLAY_SELECTIONS })
  status: ReplaySelection;
  @ApiProperty({ type: [String], nullable: true })
  types: string[] | null;
  since: string;
  until: string;
  @ApiProperty({ type: 'integer', nullable: true })
  rate_per_second: number | null;
  /** As counted at the start. */
  @ApiProperty({ type: 'integer' })
  matched: number;
  unreplayable: UnreplayableDto;
  /** Deliveries queued so far. */
  @ApiProperty({ type: 'integer' })
  queued: number;
  /** Deliveries skipped so far, by reason. */
  skipped: SkippedDto;
  /** Queued deliveries that a cancellation withdrew; they are as they were before the replay. */
  @ApiProperty({ type: 'integer' })
  taken_back: number;
  outcomes: ReplayOutcomesDto;
  /** The id of an API key, or `bootstrap`. */
  created_by: string;
  created_by_role: string;
  created_at: string;
  /** When the replay finished or was cancelled. */
  @ApiProperty({ type: String, nullable: true })
  ended_at: string | null;
  /** The id of an API key, `bootstrap`, or `system` if the endpoint was deleted. */
  @ApiProperty({ type: String, nullable: true })
  cancelled_by: string | null;
}

export class ReplayPageDto {
  data: ReplayDto[];
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}

/** The filters of a list of replays. */
export class ReplayQuery extends PageQuery {
  @IsIdOf('endpoint')
  endpoint_id?: string;
}
