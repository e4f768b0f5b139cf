import { ApiProperty } from '@nestjs/swagger';

/** What a problem began with: the latest change between the last success and the first failure. */
export class ProblemCauseDto {
  /** Such as `secret_rotated`, `secret_grace_ended`, `url_changed`, `headers_changed` or `created`. */
  @ApiProperty({ example: 'secret_rotated' })
  kind: string;
  at: string;
  @ApiProperty({ example: 'the secret rotation at 09:12 UTC' })
  text: string;
}

/** Failures of one endpoint that have one cause, an endpoint that gets nothing, or what will or may make it fail. */
export class OpenProblemDto {
  endpoint_id: string;
  /** Host and port of the URL; null for email. */
  @ApiProperty({ type: String, nullable: true, example: 'hooks.acme.example' })
  endpoint_host: string | null;
  @ApiProperty({ type: String, nullable: true })
  endpoint_description: string | null;
  /**
   * The error class; without failures, why the endpoint gets nothing, such as `pending_confirmation`, or what else is
   * wrong: `certificate_expires` (within 14 days), `clock_skew` (more than 30 seconds), `address_on_hold` (a mail server
   * has refused recipients), `address_unconfirmed`.
   */
  @ApiProperty({ example: 'http_status' })
  class: string;
  /** The status that the receiver answered with. */
  @ApiProperty({ type: 'integer', nullable: true, example: 401 })
  code: number | null;
  /** Failed attempts. Of the first hour also those before the last success. */
  @ApiProperty({ type: 'integer', example: 412 })
  count: number;
  /** Null: not known, as of the clock of a receiver. */
  @ApiProperty({ type: String, nullable: true })
  since: string | null;
  /** The last failure; null: nothing has failed by it. */
  @ApiProperty({ type: String, nullable: true })
  last_at: string | null;
  @ApiProperty({ type: () => ProblemCauseDto, nullable: true })
  cause: ProblemCauseDto | null;
  /** When the endpoint will be disabled, if nothing succeeds; null: not by time, or it is. */
  @ApiProperty({ type: String, nullable: true })
  disables_at: string | null;
  /** All of it in one sentence. */
  @ApiProperty({
    example: '412 × 401 since 09:14 UTC, began with the secret rotation at 09:12 UTC',
  })
  text: string;
}

export class OpenProblemListDto {
  @ApiProperty({ type: () => [OpenProblemDto] })
  data: OpenProblemDto[];
}
