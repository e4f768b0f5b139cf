import { ApiProperty, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { FORMATS } from '../../formats/index.js';
import type { Format } from '../../formats/index.js';
import { PageQuery } from '../../http/index.js';

const MAX_WAIT_SECONDS = 30;

/** The query parameters of the feed. */
export class FeedQuery extends PickType(PageQuery, ['limit']) {
  /**
   * `next_cursor` of the previous answer, or a cursor of the stream. `earliest` (the default) begins with
   * the oldest stored event, `latest` behind the newest.
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  after?: string;

  /** Seconds to wait for an event if there is none yet. */
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    maximum: MAX_WAIT_SECONDS,
    default: 0,
  })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_WAIT_SECONDS)
  wait: number = 0;

  /** Types, separated by commas: exact names, prefixes like `session.*`, or `*`. Absent: all but `endpoint.*`. */
  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  types?: string;

  /** The format of the bodies. */
  @ApiProperty({ enum: FORMATS, required: false, default: 'envelope' })
  @IsIn(FORMATS)
  format: Format = 'envelope';
}

/** Events between the cursor and the first event of the page were deleted. */
export class FeedGapDto {
  @ApiProperty({ enum: ['expired'] })
  reason: 'expired';
}

/** Events in the order in which they were committed. */
export class FeedPageDto {
  /**
   * Each item is the body that a webhook in that format gets; of a format whose bodies are arrays, the
   * element. A redacted event is `{"id", "type", "created", "redacted": true}` in every format, one that
   * cannot be decrypted `{…, "unreadable": true}`.
   */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  data: Record<string, unknown>[];
  /** The cursor for the next request; never null. */
  next_cursor: string;
  /** Whether another page may be available at once. */
  has_more: boolean;
  /** Null if no event is missing. */
  @ApiProperty({ type: () => FeedGapDto, nullable: true })
  gap: FeedGapDto | null;
}
