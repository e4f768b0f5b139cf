import { ApiProperty, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { FORMATS } from '../../formats/index.js';
import type { Format } from '../../formats/index.js';
import { PageQuery } from '../../http/index.js';

/** Seconds. */
export const MAX_WAIT = 30;

/** Which events to read. */
export class FeedQuery extends PickType(PageQuery, ['limit']) {
  /**
   * `next_cursor` of the answer before, or a cursor of the stream. `earliest` (the default) begins with
   * the oldest event that is kept, `latest` behind the newest.
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  after?: string;

  /** Seconds that the answer may wait for an event, where there is none. */
  @ApiProperty({ type: 'integer', required: false, minimum: 0, maximum: MAX_WAIT, default: 0 })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_WAIT)
  wait: number = 0;

  /** Types, separated by commas: exact names, prefixes like `session.*`, or `*`. Absent: all but `endpoint.*`. */
  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  types?: string;

  /** Of the bodies. */
  @ApiProperty({ enum: FORMATS, required: false, default: 'envelope' })
  @IsIn(FORMATS)
  format: Format = 'envelope';
}

/** What lies between the cursor and the first of the events is not kept any more. */
export class FeedGapDto {
  @ApiProperty({ enum: ['expired'] })
  reason: 'expired';
}

/** Events in the order in which they were committed. */
export class FeedPageDto {
  /**
   * Each the body that a webhook in that format gets; of a format whose bodies are arrays, its element.
   * An event that was redacted is `{"id", "type", "created", "redacted": true}` in every format, one
   * that cannot be decrypted `{…, "unreadable": true}`.
   */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  data: Record<string, unknown>[];
  /** To go on with; always there. */
  next_cursor: string;
  /** Whether there may be more at once. */
  has_more: boolean;
  /** Null where nothing is missing. */
  @ApiProperty({ type: () => FeedGapDto, nullable: true })
  gap: FeedGapDto | null;
}
