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
import { FORMATS, PAYLOADS } from '../../formats/index.js';
import type { Payload } from '../../formats/index.js';
import { IsLabel, PageQuery } from '../../http/index.js';
import { CHANNELS } from '../../model/index.js';
import type { ChannelName } from '../../model/index.js';
import type { Environment } from '../endpoint.entity.js';

/** Skips the other rules of a field that is absent; null is checked. */
const IsAbsentOr = () => ValidateIf((_object, value) => value !== undefined);

const ENVIRONMENTS = ['live', 'sandbox', 'all'] as const;

/**
 * Several events in one request. `webhook-id` is then `bat_…`, the same whenever the same events are sent
 * again; `X-Webhook-Timestamp` is of the newest event, `X-Webhook-Sequence` of the last one, and
 * `X-Webhook-Delivery-ID` names all deliveries, separated by commas. A delivery without batch mates, or
 * one that is retried by hand, is sent as without batches.
 */
export class BatchDto {
  /** Maximum number of events in a request. Each counts in `max_in_flight`; bodies stay near 1 MiB. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 100, example: 50 })
  @IsInt()
  @Min(1)
  @Max(100)
  max_items: number;

  /** Milliseconds for which the first event waits for others. 0: only events that are due are sent together. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 60_000, example: 1000 })
  @IsInt()
  @Min(0)
  @Max(60_000)
  wait_ms: number;
}

/**
 * When mails are combined into digests. A window begins with a mail. Each recipient gets at most
 * `max_per_window` mails in it; all further events are sent as one digest when it ends.
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

/** The fields of a new endpoint. Fields of type `unknown` are checked by the endpoint editor. */
export class CreateEndpointDto {
  /**
   * How events are sent; cannot be changed later. `slack` and `email` have their own messages and do not
   * accept fields that shape or sign a request.
   */
  @ApiProperty({ required: false, default: 'webhook', enum: CHANNELS })
  @IsAbsentOr()
  @IsIn(CHANNELS)
  channel?: ChannelName;

  /**
   * The URL to send to, required for webhooks and Slack: https, a public host. It is stored in normal
   * form, without a DNS look-up. For Slack it is the URL of an incoming webhook, which is a secret: it is
   * shown masked, and sending the mask back changes nothing.
   */
  @IsOptional()
  @IsString()
  url?: string | null;

  /** Required for email: 1 to 50 addresses. Each has its own deliveries. */
  @ApiProperty({ required: false, nullable: true, type: [String], maxItems: 50 })
  @Allow()
  recipients?: unknown;

  @IsOptional()
  @IsLabel(500)
  description?: string | null;

  /**
   * Exact names, `session.*` at any depth, `*`; each must match a type on offer. Absent or null: every type
   * that the format carries. Events about endpoints (`endpoint.*`) are sent only if they are named.
   */
  @ApiProperty({ type: [String], nullable: true, required: false, example: ['session.*'] })
  @Allow()
  event_types?: unknown;

  /**
   * The shape of the body. It must carry the types that `event_types` names. In `cloudevents`, `source` is
   * `/tenants/{tenant id}`, and `sequence` is that of `X-Webhook-Sequence` with leading zeros, so that it
   * sorts as text.
   */
  @ApiProperty({ required: false, default: 'envelope', enum: FORMATS })
  @Allow()
  format?: unknown;

  /** Only live events, only sandbox events, or both. */
  @ApiProperty({ required: false, default: 'all', enum: ENVIRONMENTS })
  @IsAbsentOr()
  @IsIn(ENVIRONMENTS)
  environment?: Environment;

  /**
   * Names of signing presets, or your own signing profiles. If absent, a new endpoint with the format
   * `event-type` gets `qoreid` and `standard`.
   */
  @ApiProperty({
    required: false,
    default: ['standard', 'x-webhook'],
    type: 'array',
    items: { oneOf: [{ type: 'string' }, { type: 'object' }] },
  })
  @Allow()
  signing?: unknown;

  /** Custom headers of every request: at most 20, 4 KiB in total. Their values are shown masked. */
  @ApiProperty({
    selfRequired: false,
    nullable: true,
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  @Allow()
  headers?: unknown;

  /** A secret of your own, 16 to 256 printable ASCII characters. Absent: one is generated. Never shown here. */
  @ApiProperty({ required: false, writeOnly: true, type: String })
  @Allow()
  secret?: unknown;

  /** Maximum number of deliveries in flight. */
  @ApiProperty({ type: 'integer', required: false, default: 50, minimum: 1, maximum: 1000 })
  @IsAbsentOr()
  @IsInt()
  @Min(1)
  @Max(1000)
  max_in_flight?: number;

  /** `thin`: of the data, only the ids that the event type declares. `callback` has a fixed shape: only `full`. */
  @ApiProperty({ required: false, default: 'full', enum: PAYLOADS })
  @IsAbsentOr()
  @IsIn(PAYLOADS)
  payload?: Payload;

  /** Only for formats that are arrays (`callback`, `topic`). Absent or null: one event per request. */
  @ApiProperty({ required: false, nullable: true, type: () => BatchDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BatchDto)
  batch?: BatchDto | null;

  /** Only for email. Null: windows of 15 minutes with ten mails. */
  @ApiProperty({ required: false, nullable: true, type: () => DigestDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DigestDto)
  digest?: DigestDto | null;

  /**
   * Sends the events of one `subject` strictly one after another, in the order of `X-Webhook-Sequence`.
   * The first that is not settled keeps later ones of its subject waiting (`waiting_for_subject`), but no
   * others. They continue when it is skipped or its schedule ends.
   */
  @ApiProperty({ required: false, default: false, type: Boolean })
  @IsAbsentOr()
  @IsBoolean()
  ordered?: boolean;

  /** Maximum requests in any second over all workers, including retries. Absent or null: no limit. */
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
  /** The reason for the audit log. Support must give one and may only change `url`. */
  @IsAbsentOr()
  @IsLabel(500)
  reason?: string;

  /** Refused with a message that names the route for secrets. */
  @ApiHideProperty()
  @Allow()
  secret?: unknown;
}

export class ResumeEndpointDto {
  /** Whether to send or to skip the deliveries that are held. */
  @ApiProperty({ required: false, default: 'send', enum: ['send', 'skip'] })
  @IsIn(['send', 'skip'])
  held: 'send' | 'skip' = 'send';
}

const STATUSES = ['active', 'paused', 'disabled'] as const;

/** Which endpoints to list across tenants. */
export class AllEndpointsQuery extends PageQuery {
  @ApiProperty({ enum: STATUSES, required: false })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  /** Whether nothing has succeeded since its first failure. */
  @ApiProperty({ type: Boolean, enum: [true, false], required: false })
  @IsOptional()
  @IsIn(['true', 'false'])
  failing?: 'true' | 'false';

  /** The exact `disabled_reason`, such as `receiver_gone` or `failing`. */
  @IsOptional()
  @IsLabel(100)
  reason?: string;
}
