import { ApiProperty } from '@nestjs/swagger';
import { ShownData } from '../http/index.js';

/** One event about a subject, without its data. */
export class SubjectEventDto {
  /** `evt_…` */
  id: string;
  type: string;
  /** Unix seconds. */
  @ApiProperty({ type: 'integer' })
  created: number;
  /** Null for the moment before the fan-out of a publish in a caller's transaction. */
  @ApiProperty({ type: 'integer', nullable: true })
  sequence: number | null;
}

export class LatestEventDto extends SubjectEventDto {
  @ShownData()
  data: Record<string, unknown> | '[masked]' | null;
}

/** What is known of one session, verification, case, … */
export class SubjectDto {
  subject: string;
  /** The newest event, whatever page of the history is asked for. */
  latest: LatestEventDto;
  /** Newest first. */
  history: SubjectEventDto[];
  @ApiProperty({ type: String, nullable: true })
  next_cursor: string | null;
}
