import { ApiProperty } from '@nestjs/swagger';

/** A type of event on offer. */
export class EventTypeDto {
  /** Such as `session.approved`. */
  type: string;
  /** The group of types it belongs to; `custom` where it was registered over the API. */
  pack: string;
  description: string;
  /** JSON Schema 2020-12 of `data`. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  schema: Record<string, unknown>;
  /** A valid `data`. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  example: Record<string, unknown>;
  /**
   * Whether the person must not learn that there is such an event. Messages and mails only say that there is
   * something to read, support sees nothing of its data, and endpoints get its ids only unless they name it.
   */
  confidential: boolean;
  /** The formats that can carry it. */
  formats: string[];
  /**
   * JSON Pointers within `data` of fields that identify a person, with everything below them; entries of a list
   * are at `/*`. The empty pointer stands for all of `data` except its ids.
   */
  @ApiProperty({ type: [String], example: ['/applicant/email'] })
  personal_fields: string[];
  /** JSON Pointers within `data` of the ids that an event can be searched by. */
  @ApiProperty({ type: [String], example: ['/session_id'] })
  id_fields: string[];
}

export class EventTypePageDto {
  data: EventTypeDto[];
  /** Always null: the list is whole. */
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}

/** Read by hand: the schema must be seen as it was sent. See `parseRegistration`. */
export class RegisterEventTypeBody {
  /** Words of letters, digits, `_` and `-`, separated by dots. */
  @ApiProperty({ maxLength: 100 })
  type: string;

  @ApiProperty({ maxLength: 2000 })
  description: string;

  /**
   * JSON Schema (draft 2020-12) of `data`, its root of the type "object". References stay within it and
   * do not recur; patterns need no backtracking; it holds at most 200 subschemas and 800 keywords. On properties of the top level: `x-id` (an id to search
   * by), `x-subject` (the default subject), `x-personal`.
   */
  @ApiProperty({ type: 'object', additionalProperties: true })
  schema: Record<string, unknown>;

  /** A valid `data`. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  example: Record<string, unknown>;

  /** As in the answer. Absent: as it was, and false for a new type. */
  @ApiProperty({ type: Boolean, required: false })
  confidential?: boolean;
}
