import { ApiHideProperty, ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  Allow,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsLabel } from '../../http/index.js';
import { CHANNELS } from '../../model/index.js';
import type { ChannelName } from '../../model/index.js';
import { FORMATS, PAYLOADS } from '../../formats/index.js';
import type { Format, Payload } from '../../formats/index.js';
import type { SigningProfile } from '../../signing/index.js';
import { WarningDto } from './endpoint-secret.dto.js';
import type { EndpointStatus, Environment } from '../endpoint.entity.js';

/** May be absent, but not null. */
const IsAbsentOr = () => ValidateIf((_object, value) => value !== undefined);

const ENVIRONMENTS = ['live', 'sandbox', 'all'] as const;

/**
 * Several events in one request. `webhook-id` is then `bat_…`, the same whenever the same events come
 * again; `X-Webhook-Timestamp` and `X-Webhook-Sequence` are of the newest and of the last event, and
 * `X-Webhook-Delivery-ID` names all deliveries, separated by commas. What is claimed alone, and what
 * is retried by hand, comes as if there were no batches.
 */
export class BatchDto {
  /** Events in one request at most; each of them counts in `max_in_flight`, and bodies stay near 1 MiB. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 100, example: 50 })
  @IsInt()
  @Min(1)
  @Max(100)
  max_items: number;

  /** For so long the first event waits for others, in milliseconds. 0: only what is due anyway goes together. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 60_000, example: 1000 })
  @IsInt()
  @Min(0)
  @Max(60_000)
  wait_ms: number;
}

/**
 * How floods of mails become digests. A window begins with a mail; each recipient gets `max_per_window`
 * mails in it, and whatever else happens comes as one mail when it ends.
 */
export class DigestDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 86_400, default: 900 })
  @IsInt()
  @Min(1)
  @Max(86_400)
  window_seconds: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1000, default: 10 })
  @IsInt()
  @Min(1)
  @Max(1000)
  max_per_window: number;
}

/** What a tenant says of an endpoint. Fields that are checked as a whole later are only allowed here. */
export class CreateEndpointDto {
  /**
   * Which way events go, for as long as the endpoint lives. `slack` and `email` have messages of their
   * own and take no fields that shape or sign a request.
   */
  @ApiProperty({ required: false, default: 'webhook', enum: CHANNELS })
  @IsAbsentOr()
  @IsIn(CHANNELS)
  channel?: ChannelName;

  /**
   * Where to send, required of webhooks and Slack: https, a public host. Stored in its normal form;
   * nothing is looked up. Of Slack it is the URL of an incoming webhook, which is a secret: it is
   * shown masked, and its mask sent back changes nothing.
   */
  @IsOptional()
  @IsString()
  url?: string | null;

  /** Required of email: 1 to 50 addresses. Each gets deliveries of its own. */
  @ApiProperty({ required: false, nullable: true, type: [String], maxItems: 50 })
  @Allow()
  recipients?: unknown;

  @IsOptional()
  @IsLabel(500)
  description?: string | null;

  /**
   * Exact names, `session.*` at any depth, `*`; each must match a type on offer. Absent or null: everything
   * the format carries. Events
   * about endpoints (`endpoint.*`) go only to who names them.
   */
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

  /** For the formats that are arrays (`callback`, `topic`). Absent or null: every event by itself. */
  @ApiProperty({ required: false, nullable: true, type: () => BatchDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BatchDto)
  batch?: BatchDto | null;

  /** Of email. Null: a quarter of an hour and ten mails. */
  @ApiProperty({ required: false, nullable: true, type: () => DigestDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DigestDto)
  digest?: DigestDto | null;

  /**
   * Events of one `subject` go strictly one after another, in the order of `X-Webhook-Sequence`. The
   * first that is not settled keeps the later ones of its subject waiting (`waiting_for_subject`), and
   * nothing else; skipping it, or the end of its schedule, lets them go.
   */
  @ApiProperty({ required: false, default: false, type: Boolean })
  @IsAbsentOr()
  @IsBoolean()
  ordered?: boolean;

  /** Requests in any second at most, over all workers, retries and manual ones included. Absent or null: no limit. */
  @ApiProperty({ type: 'integer', required: false, nullable: true, minimum: 1, maximum: 10_000 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  rate_limit_per_second?: number | null;
}

/**
 * Absent fields stay as they are; null clears `description`, `event_types`, `headers`, `batch`, `digest`
 * and `rate_limit_per_second`.
 */
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

/** An address that gets nothing until the endpoint is resumed. */
export class HeldRecipientDto {
  recipient: string;
  /** What is wrong with it, in a word; the attempt that found it says it in full. */
  reason: string;
  reason_text: string;
  docs_url: string;
  held_at: string;
}

/** An endpoint as the API shows it. What its channel does not know is null. */
export class EndpointDto {
  /** `ep_…` */
  id: string;
  /** `ten_…` */
  tenant_id: string;
  @ApiProperty({ enum: CHANNELS })
  channel: ChannelName;
  /** Of Slack masked to its host and last four characters. */
  @ApiProperty({ type: String, nullable: true })
  url: string | null;
  @ApiProperty({ type: [String], nullable: true })
  recipients: string[] | null;
  /** Those of the recipients whose deliveries are held as `address_on_hold`. */
  @ApiProperty({ type: () => [HeldRecipientDto], nullable: true })
  held_recipients: HeldRecipientDto[] | null;
  description: string | null;
  event_types: string[] | null;
  @ApiProperty({ enum: FORMATS, nullable: true })
  format: Format | null;
  @ApiProperty({ enum: PAYLOADS, nullable: true })
  payload: Payload | null;
  environment: Environment;
  @ApiProperty({
    nullable: true,
    type: 'array',
    items: { oneOf: [{ type: 'string' }, { type: 'object' }] },
  })
  signing: SigningProfile[] | null;
  /** Every value masked. */
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: { type: 'string' } })
  headers: Record<string, string> | null;
  @ApiProperty({ type: 'integer', nullable: true })
  max_in_flight: number | null;
  @ApiProperty({ nullable: true, type: () => BatchDto })
  batch: BatchDto | null;
  @ApiProperty({ nullable: true, type: () => DigestDto })
  digest: DigestDto | null;
  @ApiProperty({ type: 'integer', nullable: true })
  rate_limit_per_second: number | null;
  ordered: boolean;
  /** It is the one behind `webhook_url`, `slack_webhook_url` or `notification_emails` of the tenant's settings. */
  is_default: boolean;
  status: EndpointStatus;
  /**
   * Why it is disabled. `receiver_gone`: it answered 410. `failing`: nothing succeeded for
   * `DISABLE_AFTER_HOURS`. Else the code of what its channel answered for good. Of a paused one
   * `pending_confirmation`: support has moved it to another origin, and the tenant or an admin must
   * resume it. Null of every other.
   */
  @ApiProperty({ type: String, nullable: true })
  disabled_reason: string | null;
  /** The reason in words. */
  @ApiProperty({ type: String, nullable: true })
  reason_text: string | null;
  /** What the reason means and what to do. */
  @ApiProperty({ type: String, nullable: true })
  docs_url: string | null;
  /** The last four characters of the current secret. */
  @ApiProperty({ type: String, nullable: true })
  secret_masked: string | null;
  last_success_at: string | null;
  /** Its first failure since its last success. */
  failing_since: string | null;
  created_at: string;
  updated_at: string;
  /** What was taken with a doubt; in the answer to the request only, and absent where nothing was. */
  @ApiProperty({ required: false, type: () => [WarningDto] })
  warnings?: WarningDto[];
}

export class EndpointPageDto {
  @ApiProperty({ type: () => [EndpointDto] })
  data: EndpointDto[];
  next_cursor: string | null;
}
