import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { IsLabel, IsMoment } from '../http/index.js';

export class EraseSubjectDto {
  /** Kept in the audit log, in the log and on the receipt: no personal data. */
  @IsOptional()
  @IsLabel(500)
  reason?: string;
}

export class EraseSubjectsDto extends EraseSubjectDto {
  @ApiProperty({ type: [String], minItems: 1, maxItems: 10_000 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10_000)
  @IsString({ each: true })
  @MaxLength(500, { each: true })
  subjects: string[];
}

export class HoldSubjectDto {
  /** Kept in the audit log: no personal data. */
  @IsLabel(500)
  reason: string;

  @IsMoment('When the hold ends by itself; absent: when it is deleted.')
  until?: string;
}

export class SubjectHoldDto {
  subject: string;
  reason: string;
  /** Null: until it is deleted. */
  @ApiProperty({ type: String, nullable: true })
  until: string | null;
  created_at: string;
}

class ErasureSubjectsDto {
  @ApiProperty({ type: 'integer' })
  total: number;
  @ApiProperty({ type: 'integer' })
  done: number;
  @ApiProperty({ type: 'integer' })
  waiting: number;
}

class ErasureObstacleDto {
  @ApiProperty({ enum: ['legal_hold', 'minimum_age'] })
  reason: 'legal_hold' | 'minimum_age';
  /** When the last of them ends; null: when the hold is deleted. */
  @ApiProperty({ type: String, nullable: true })
  until: string | null;
  @ApiProperty({ type: 'integer' })
  subjects: number;
}

/** Of a receipt. */
export class SignatureDto {
  /** Over the receipt as canonical JSON (RFC 8785), with a key of this installation. */
  algorithm: 'HMAC-SHA256';
  /** In hexadecimal. */
  value: string;
}

/** An erasure, and its receipt when it has finished. */
export class ErasureDto {
  id: string;
  @ApiProperty({ enum: ['running', 'waiting', 'finished'] })
  status: 'running' | 'waiting' | 'finished';
  /** Events of the subjects that had content when it was requested. */
  @ApiProperty({ type: 'integer' })
  events: number;
  /** Events whose content is gone, derived ones included. */
  @ApiProperty({ type: 'integer' })
  erased: number;
  subjects: ErasureSubjectsDto;
  /** Why subjects are not erased yet. It follows by itself when the obstacle ends. */
  @ApiProperty({ type: () => [ErasureObstacleDto] })
  waiting: ErasureObstacleDto[];
  /** Rows that were removed so far, by table, and the deliveries that go out minimised. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  removed: Record<string, number>;
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  /** `key_…`, `bootstrap` or `system`. */
  requested_by: string;
  /** The event that asked for it, such as `session.redacted`. */
  @ApiProperty({ type: String, nullable: true })
  requested_by_event: string | null;
  created_at: string;
  @ApiProperty({ type: String, nullable: true })
  finished_at: string | null;
  /** What went, when and by whom. It names no subject. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  receipt: Record<string, unknown> | null;
  @ApiProperty({ type: () => SignatureDto, nullable: true })
  signature: SignatureDto | null;
}
