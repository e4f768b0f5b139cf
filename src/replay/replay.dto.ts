import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Allow, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsIdOf, IsMoment } from '../records/index.js';
import { PageQuery } from '../http/index.js';
import type { ReplayState } from './replays.query.js';
import { REPLAYED } from './verdict.js';
import type { Replayed } from './verdict.js';

const STATES = ['running', 'finished', 'cancelled'] as const satisfies readonly ReplayState[];
const PAUSES = ['endpoint_paused', 'endpoint_disabled'] as const;

/** JSON has numbers, a query string has not. */
const NumberAsText = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value));

/** What to send again. */
export class StartReplayDto {
  @NumberAsText()
  @IsMoment('Events published at this time or later; not older than records are kept (7 years).', {
    isRequired: true,
  })
  since: string;

  @NumberAsText()
  @IsMoment('Events published before this time. Absent: until now.')
  until?: string;

  /**
   * `failed`: deliveries that failed, or that were set aside as `poison` or `address_on_hold`, begin
   * their schedule anew. `missing`: events that the endpoint takes as it is now and has no delivery of,
   * those from before its time included, get one. `all`: both, and what succeeded or was skipped is
   * sent once more, in a single attempt that changes nothing when it fails. Whatever is pending stays as
   * it is.
   */
  @ApiProperty({ enum: REPLAYED })
  @IsIn(REPLAYED)
  status: Replayed;

  /** Exact names, `session.*` at any depth, `*`; each must match a type on offer. Absent: every type. */
  @ApiProperty({ type: [String], required: false, example: ['session.*'] })
  @Allow()
  types?: unknown;

  /** Only counts: nothing is sent, and the answer has no id. Works while the endpoint is paused, too. */
  @IsOptional()
  @IsBoolean()
  dry_run?: boolean;
}

/** What matches and cannot be sent. */
export class UnreplayableDto {
  /** Content was taken away on request. */
  @ApiProperty({ type: 'integer' })
  redacted: number;
  /** The event's data is not stored any more. */
  @ApiProperty({ type: 'integer' })
  retention_expired: number;
  /** The endpoint's format has no body for the type. */
  @ApiProperty({ type: 'integer' })
  format_cannot_carry: number;
}

export class StartedReplayDto {
  /** `rpl_…`; null of a dry run. */
  @ApiProperty({ type: String, nullable: true })
  id: string | null;
  /** Deliveries that are sent again or made, as counted when it was asked for. */
  @ApiProperty({ type: 'integer' })
  matched: number;
  /** Not among those matched. */
  unreplayable: UnreplayableDto;
}

export class SkippedDto extends UnreplayableDto {
  /** An attempt of it is to come anyway. */
  @ApiProperty({ type: 'integer' })
  already_pending: number;
  /** Something else happened to it in the same moment. */
  @ApiProperty({ type: 'integer' })
  changed: number;
}

/** What became of what was queued. May lag behind by some seconds. */
export class ReplayOutcomesDto {
  /** Waiting, under way, or on the schedule after a failure. */
  @ApiProperty({ type: 'integer' })
  pending: number;
  @ApiProperty({ type: 'integer' })
  delivered: number;
  /** Of those sent once more: the single attempt failed. */
  @ApiProperty({ type: 'integer' })
  failed: number;
  /** Skipped by hand, cancelled with the endpoint, or set aside. */
  @ApiProperty({ type: 'integer' })
  given_up: number;
}

/** A replay and how far it has come. */
export class ReplayDto {
  /** `rpl_…` */
  id: string;
  endpoint_id: string;
  /** `finished`: everything was queued and has had its first attempt; retries may still follow. */
  @ApiProperty({ enum: STATES })
  state: ReplayState;
  /** While running: it goes on when the endpoint is resumed. */
  @ApiProperty({ enum: [...PAUSES, null], nullable: true })
  waiting_for: (typeof PAUSES)[number] | null;
  /** What was asked for. */
  @ApiProperty({ enum: REPLAYED })
  status: Replayed;
  @ApiProperty({ type: [String], nullable: true })
  types: string[] | null;
  since: string;
  until: string;
  /** As counted at the start. */
  @ApiProperty({ type: 'integer' })
  matched: number;
  unreplayable: UnreplayableDto;
  /** So many were put into the queue so far. */
  @ApiProperty({ type: 'integer' })
  queued: number;
  /** So many were passed over so far. */
  skipped: SkippedDto;
  /** So many of those queued were taken back by a cancellation and are as they were. */
  @ApiProperty({ type: 'integer' })
  taken_back: number;
  outcomes: ReplayOutcomesDto;
  /** Id of an API key, or `bootstrap`. */
  created_by: string;
  created_by_role: string;
  created_at: string;
  /** When it had finished or was cancelled. */
  @ApiProperty({ type: String, nullable: true })
  ended_at: string | null;
  /** Id of an API key, `bootstrap`, or `system` where the endpoint was deleted. */
  @ApiProperty({ type: String, nullable: true })
  cancelled_by: string | null;
}

export class ReplayPageDto {
  data: ReplayDto[];
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}

/** Which replays to list. */
export class ReplayQuery extends PageQuery {
  @IsIdOf('endpoint')
  endpoint_id?: string;
}
