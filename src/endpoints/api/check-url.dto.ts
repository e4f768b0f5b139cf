import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class CheckUrlDto {
  /** As it is typed. */
  @IsString()
  @MaxLength(4096)
  url: string;
}

/** Whether an endpoint may have a URL. */
export class CheckedUrlDto {
  allowed: boolean;
  /** The broken rule, as in the errors of `url_not_allowed`; null where it is allowed. */
  @ApiProperty({ type: String, nullable: true })
  code: string | null;
  /** What has to change, as a sentence; null where it is allowed. */
  @ApiProperty({ type: String, nullable: true })
  message: string | null;
  /** The form in which it would be stored; null where it is not allowed. */
  @ApiProperty({ type: String, nullable: true })
  normalized: string | null;
}
