import { ApiProperty } from '@nestjs/swagger';
import { ERROR_CLASSES } from '../model/index.js';
import type { Trigger } from '../queue/index.js';

const TRIGGERS = ['automatic', 'manual', 'replay', 'test'] as const satisfies readonly Trigger[];

/** Milliseconds; null where the phase was not reached or not needed (a kept connection). */
export class AttemptTimingsDto {
  @ApiProperty({ type: Number, nullable: true })
  dns_ms: number | null;
  @ApiProperty({ type: Number, nullable: true })
  connect_ms: number | null;
  @ApiProperty({ type: Number, nullable: true })
  tls_ms: number | null;
  @ApiProperty({ type: Number, nullable: true })
  first_byte_ms: number | null;
}

export class AttemptRequestDto {
  /** As sent, secrets and (except of an inspector) signatures masked; null where they are not stored (any more). */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, nullable: true })
  headers: Record<string, string> | null;
  /** The body, of the channel `inspector` only; null where it is not stored (any more), and for support. */
  @ApiProperty({ required: false, type: String, nullable: true })
  body?: string | null;
  /** SHA-256 of the body sent, in hex. */
  @ApiProperty({ type: String, nullable: true })
  body_hash: string | null;
}

export class AttemptResponseDto {
  @ApiProperty({ type: 'integer' })
  status: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: {
      oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
    },
    nullable: true,
  })
  headers: Record<string, string | string[]> | null;
  /** Null where it is not stored (any more). */
  @ApiProperty({ type: String, nullable: true })
  body: string | null;
  /** How `body` is written: text, or base64 where the bytes are no UTF-8. */
  @ApiProperty({ enum: ['utf8', 'base64'] })
  body_encoding: 'utf8' | 'base64';
  /** The receiver sent more than is shown here. `GET …/deliveries/{id}/attempts` shows all that is stored. */
  truncated: boolean;
}

export class AttemptErrorDto {
  @ApiProperty({ enum: ERROR_CLASSES })
  class: string;
  message: string;
  /** What the class means and what to do. */
  docs_url: string;
}

/** One try to deliver. */
export class AttemptDto {
  /** `att_…` */
  id: string;
  @ApiProperty({ type: 'integer' })
  number: number;
  @ApiProperty({ enum: TRIGGERS })
  trigger: Trigger;
  url: string;
  /** The address connected to; null where it did not come to that. */
  @ApiProperty({ type: String, nullable: true })
  ip: string | null;
  started_at: string;
  @ApiProperty({ type: 'integer' })
  duration_ms: number;
  timings: AttemptTimingsDto;
  request: AttemptRequestDto;
  @ApiProperty({ type: AttemptResponseDto, nullable: true })
  response: AttemptResponseDto | null;
  @ApiProperty({ type: AttemptErrorDto, nullable: true })
  error: AttemptErrorDto | null;
  /** A 2xx whose body is an HTML page: perhaps a proxy, a login or a parked domain answered, not the receiver. */
  suspicious_success: boolean;
}

export class AttemptPageDto {
  data: AttemptDto[];
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
