import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { FieldErrorDto, IsLabel, IsMoment, IsTypePattern, PageQuery } from '../../http/index.js';

/** Which refused publishes to list. */
export class RejectedQuery extends PageQuery {
  /** A tenant's id or `external_id`. */
  @IsOptional()
  @IsLabel(200)
  tenant_id?: string;

  @IsTypePattern()
  type?: string;

  @IsMoment('Refused at this time or later.')
  since?: string;

  @IsMoment('Refused before this time.')
  until?: string;
}

/** A publish that was refused for its content. */
export class RejectedPublishDto {
  /** `rej_…` */
  id: string;
  /** Null where there was no such tenant in the publisher's reach. */
  @ApiProperty({ type: String, nullable: true })
  tenant_id: string | null;
  /** The tenant as the publisher wrote it. */
  tenant_ref: string;
  /** Null where there was no such tenant in the publisher's reach, or it is gone. */
  @ApiProperty({ type: String, nullable: true })
  tenant_name: string | null;
  /** The type as the publisher wrote it. */
  @ApiProperty({ type: String, nullable: true })
  type: string | null;
  /** `module`: code of an application; `transaction`: the same inside a transaction of its own, which may have been rolled back. */
  @ApiProperty({ enum: ['api', 'module', 'transaction'] })
  source: string;
  /** Null for the bootstrap key, and for code. */
  @ApiProperty({ type: String, nullable: true })
  publisher_key_id: string | null;
  /** The status that the publisher got. */
  @ApiProperty({ type: 'integer' })
  status: number;
  code: string;
  /** The code in words; `errors` says more. */
  reason_text: string;
  /** What the code means and what to do. */
  docs_url: string;
  errors: FieldErrorDto[];
  /** Whether it can be published again: too large a body is not kept. */
  body_kept: boolean;
  created_at: string;
  /** 7 days after it was refused; earlier where the tenant's content is kept for less. */
  expires_at: string;
  /** The event that it became when it was published again. */
  @ApiProperty({ type: String, nullable: true })
  event_id: string | null;
  @ApiProperty({ type: String, nullable: true })
  published_at: string | null;
}

export class RejectedPublishWithBodyDto extends RejectedPublishDto {
  /** The publish body; null where it is not kept. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  body: unknown;
}

export class RejectedPageDto {
  data: RejectedPublishDto[];
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
  /** Refused publishes of the last 7 days that are not kept, because there were too many. */
  @ApiProperty({ type: 'integer' })
  dropped: number;
}
