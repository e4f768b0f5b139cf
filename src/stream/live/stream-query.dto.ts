import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { FORMATS } from '../../formats/index.js';
import type { Format } from '../../formats/index.js';

/** The query parameters of a stream. */
export class StreamQuery {
  /** Types, separated by commas: exact names, prefixes like `session.*`, or `*`. Absent: all but `endpoint.*`. */
  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  types?: string;

  /** The format of the event frames. */
  @ApiProperty({ enum: FORMATS, required: false, default: 'topic' })
  @IsIn(FORMATS)
  format: Format = 'topic';

  /**
   * A cursor of the stream or of the feed: the stream continues behind it. `earliest` begins with the
   * oldest stored event, `latest` (the default) with the next new one.
   */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;

  /**
   * The name under which acknowledgements are stored. Without a cursor the stream continues behind the
   * last acknowledged event.
   */
  @IsOptional()
  @Matches(/^[\w.:-]{1,64}$/, { message: '$property must be 1 to 64 of A-Z a-z 0-9 _ . : -' })
  consumer?: string;
}
