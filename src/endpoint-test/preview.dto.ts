import { ApiProperty } from '@nestjs/swagger';
import { Allow, IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { FORMATS, PAYLOADS } from '../formats/index.js';
import type { Format, Payload } from '../formats/index.js';
import { IsIdOf } from '../http/index.js';

/** A request to show without sending it. What is absent is as in the endpoint, or as in a new one. */
export class PreviewDto {
  @IsString()
  @MaxLength(200)
  type: string;

  /** Valid for the type. By default the example of the type. */
  @ApiProperty({ selfRequired: false, type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  data?: Record<string, unknown>;

  @ApiProperty({ required: false, enum: FORMATS })
  @Allow()
  format?: unknown;

  @ApiProperty({ required: false, enum: PAYLOADS })
  @IsOptional()
  @IsIn(PAYLOADS)
  payload?: Payload;

  /** The types that the endpoint is to name: an event of a confidential type is sent whole only if it is named. */
  @ApiProperty({ required: false, nullable: true, type: [String] })
  @Allow()
  event_types?: unknown;

  @ApiProperty({
    required: false,
    type: 'array',
    items: { oneOf: [{ type: 'string' }, { type: 'object' }] },
  })
  @Allow()
  signing?: unknown;

  /** An endpoint whose settings, custom headers and secret are used. */
  @IsIdOf('endpoint')
  endpoint_id?: string;
}

/** A request as it would be sent. */
export class PreviewedRequestDto {
  /** Every header of the request; the values of custom headers are masked. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Record<string, string>;
  /** The text whose bytes are signed and sent. */
  body: string;
  @ApiProperty({ enum: FORMATS })
  format: Format;
  /**
   * `endpoint`: signed with the live secrets of the endpoint. `sample`: signed with `sample_secret`, because no
   * endpoint was named or the caller may not read its secret.
   */
  @ApiProperty({ enum: ['endpoint', 'sample'] })
  signed_with: 'endpoint' | 'sample';
  /** A secret for trying out a verification; null where the endpoint's own one signed. */
  @ApiProperty({ type: String, nullable: true })
  sample_secret: string | null;
}
