import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { IsLabel, IsMoment, PageQuery } from '../http/index.js';

/** Which entries of the audit log, newest first. */
export class AuditQuery extends PageQuery {
  /** The exact action, or `endpoint.*` for all that begin with `endpoint.`. */
  @ApiProperty({ type: String, required: false, example: 'endpoint.*' })
  @IsOptional()
  @Matches(/^[a-z_]{1,60}\.([a-z_]{1,60}|\*)$/, {
    message: '$property must be an action such as "endpoint.updated", or "endpoint.*"',
  })
  action?: string;

  /** Who did it, as `actor` says it, or the `person_id` of who was signed in. */
  @IsOptional()
  @IsLabel(500)
  actor?: string;

  /** The id of the changed object. */
  @IsOptional()
  @IsLabel(500)
  target?: string;

  @IsMoment('Done at this time or later.')
  since?: string;

  @IsMoment('Done before this time.')
  until?: string;
}

/** The same across tenants. */
export class WholeAuditQuery extends AuditQuery {
  /** The id of a tenant, or its `external_id`. */
  @IsOptional()
  @IsLabel(200)
  tenant_id?: string;
}

/** One recorded action. */
export class AuditEntryDto {
  id: string;
  /** Null where it does not concern one tenant. */
  @ApiProperty({ type: String, nullable: true })
  tenant_id: string | null;
  at: string;
  /**
   * Id of the API key or of the sign-in link, `person:` and the subject of the identity provider, `bootstrap`, `system`,
   * or `unknown` for a request without a valid key.
   */
  actor: string;
  role: string;
  /** What was done, such as `api_key.created`. */
  action: string;
  /** Id of the changed object. */
  target: string;
  /** The address that the request came from; null where there was no request. */
  @ApiProperty({ type: String, nullable: true })
  address: string | null;
  /** The `x-request-id` of the answer. */
  @ApiProperty({ type: String, nullable: true })
  request_id: string | null;
  /** The `reason` that the caller gave. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  /**
   * What was changed, with `before` and `after` where that is known: no secrets, no identity data. `signed_in` names the
   * session of a person, with its link and the person.
   */
  details: Record<string, unknown>;
}

export class AuditPageDto {
  data: AuditEntryDto[];
  next_cursor: string | null;
}

export class WholeAuditEntryDto extends AuditEntryDto {
  /** Null where the entry does not concern one tenant. */
  @ApiProperty({ type: String, nullable: true })
  tenant_name: string | null;
}

export class WholeAuditPageDto {
  data: WholeAuditEntryDto[];
  next_cursor: string | null;
}
