import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { FORMATS } from '../../formats/index.js';
import type { Format } from '../../formats/index.js';

/** How to connect. */
export class StreamQuery {
  /** Types, separated by commas: exact names, prefixes like `session.*`, or `*`. Absent: all but `endpoint.*`. */
  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  types?: string;

  /** Of the events. */
  @ApiProperty({ enum: FORMATS, required: false, default: 'topic' })
  @IsIn(FORMATS)
  format: Format = 'topic';

  /**
   * A cursor of the stream or of the feed: goes on behind it. `earliest` begins with the oldest event
   * that is kept, `latest` (the default) with the next to come.
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;

  /** A name under which acknowledgements are kept: without a cursor it goes on behind the last one. */
  @IsOptional()
  @Matches(/^[\w.:-]{1,64}$/, { message: '$property must be 1 to 64 of A-Z a-z 0-9 _ . : -' })
  consumer?: string;
}
