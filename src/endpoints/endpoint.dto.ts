import { ApiHideProperty, ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Allow, IsIn, IsInt, IsOptional, IsString, Max, Min, ValidateIf } from 'class-validator';
import { IsLabel } from '../http/index.js';
import { FORMATS, PAYLOADS } from '../delivery/formats/index.js';
import type { Format, Payload } from '../delivery/formats/index.js';
import type { SigningProfile } from '../delivery/signature/index.js';
import type { EndpointStatus, Environment } from './endpoint.entity.js';

/** May be absent, but not null. */
const IsAbsentOr = () => ValidateIf((_object, value) => value !== undefined);

const ENVIRONMENTS = ['live', 'sandbox', 'all'] as const;

/** What a tenant says of an endpoint. Fields that are checked as a whole later are only allowed here. */
export class CreateEndpointDto {
  /** Where to send: https, a public host. Stored in its normal form; nothing is looked up. */
  @IsString()
  url: string;

  @IsOptional()
  @IsLabel(500)
  description?: string | null;

  /** Exact names, `session.*` at any depth, `*`. Absent or null: everything the format carries. */
  @ApiProperty({ type: [String], nullable: true, required: false, example: ['session.*'] })
  @Allow()
  event_types?: unknown;

  /**
   * The shape of the body; types that are named in `event_types` must have one in it. In `cloudevents`
   * the `source` is `/tenants/{tenant id}`, and `sequence` is the one of `X-Webhook-Sequence` with
   * leading zeros, so that texts sort as the numbers do.
   */
  @ApiProperty({ required: false, default: 'envelope', enum: FORMATS })
  @Allow()
  format?: unknown;

  /** Only sandbox events, only others, or both. */
  @ApiProperty({ required: false, default: 'all', enum: ENVIRONMENTS })
  @IsAbsentOr()
  @IsIn(ENVIRONMENTS)
  environment?: Environment;

  /**
   * Names of signing profiles, or profiles of your own. Where none are given, an endpoint that is made
   * for the format `event-type` gets `qoreid` and `standard`.
   */
  @ApiProperty({
    required: false,
    default: ['standard', 'x-webhook'],
    type: 'array',
    items: { oneOf: [{ type: 'string' }, { type: 'object' }] },
  })
  @Allow()
  signing?: unknown;

  /** Sent with every request, at most 20 with 4 KiB together; shown with their values masked. */
  @ApiProperty({
    selfRequired: false,
    nullable: true,
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  @Allow()
  headers?: unknown;

  /** An own secret, 16 to 256 printable ASCII characters; without one, one is generated. Never shown here. */
  @ApiProperty({ required: false, writeOnly: true, type: String })
  @Allow()
  secret?: unknown;

  /** Deliveries under way at once. */
  @ApiProperty({ type: 'integer', required: false, default: 50, minimum: 1, maximum: 1000 })
  @IsAbsentOr()
  @IsInt()
  @Min(1)
  @Max(1000)
  max_in_flight?: number;

  /** `thin`: of the data only the ids that the event's type declares. `callback` has a fixed shape and knows `full` only. */
  @ApiProperty({ required: false, default: 'full', enum: PAYLOADS })
  @IsAbsentOr()
  @IsIn(PAYLOADS)
  payload?: Payload;

  @ApiProperty({ required: false, default: false, type: Boolean, enum: [false] })
  @Allow()
  ordered?: unknown;

  @ApiProperty({ required: false, default: 'webhook', enum: ['webhook'] })
  @Allow()
  channel?: unknown;

  @ApiHideProperty()
  @Allow()
  rate_limit_per_second?: unknown;

  @ApiHideProperty()
  @Allow()
  batch?: unknown;

  @ApiHideProperty()
  @Allow()
  recipients?: unknown;
}

/** Absent fields stay as they are; null clears `description`, `event_types` and `headers`. */
export class PatchEndpointDto extends PartialType(OmitType(CreateEndpointDto, ['secret']), {
  skipNullProperties: false,
}) {
  /** Why, for the audit log. Support must give one and may change nothing but `url`. */
  @IsAbsentOr()
  @IsLabel(500)
  reason?: string;

  /** Refused with a word on where it goes. */
  @ApiHideProperty()
  @Allow()
  secret?: unknown;
}

export class ResumeEndpointDto {
  /** What becomes of the deliveries held so far. */
  @ApiProperty({ required: false, default: 'send', enum: ['send', 'skip'] })
  @IsIn(['send', 'skip'])
  held: 'send' | 'skip' = 'send';
}

/** An endpoint as the API shows it. */
export class EndpointDto {
  /** `ep_…` */
  id: string;
  /** `ten_…` */
  tenant_id: string;
  channel: 'webhook';
  url: string;
  description: string | null;
  event_types: string[] | null;
  format: Format;
  payload: Payload;
  environment: Environment;
  @ApiProperty({
    type: 'array',
    items: { oneOf: [{ type: 'string' }, { type: 'object' }] },
  })
  signing: SigningProfile[];
  /** Every value masked. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Record<string, string>;
  @ApiProperty({ type: 'integer' })
  max_in_flight: number;
  ordered: false;
  /** It is the one behind `webhook_url` of the tenant's settings. */
  is_default: boolean;
  status: EndpointStatus;
  disabled_reason: string | null;
  /** The last four characters of the current secret. */
  secret_masked: string;
  last_success_at: string | null;
  failing_since: string | null;
  created_at: string;
  updated_at: string;
}

export class EndpointPageDto {
  @ApiProperty({ type: () => [EndpointDto] })
  data: EndpointDto[];
  next_cursor: string | null;
}
