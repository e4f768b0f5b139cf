import { ApiProperty } from '@nestjs/swagger';

/** A type of event on offer. */
export class EventTypeDto {
  /** Such as `session.approved`. */
  type: string;
  /** The group of types it belongs to. */
  pack: string;
  description: string;
  /** JSON Schema 2020-12 of `data`. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  schema: Record<string, unknown>;
  /** A valid `data`. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  example: Record<string, unknown>;
  /** The formats that can carry it. */
  formats: string[];
}

export class EventTypePageDto {
  data: EventTypeDto[];
  /** Always null: the list is whole. */
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
