import { ApiProperty } from '@nestjs/swagger';
import { FORMATS, PAYLOADS } from '../../formats/index.js';
import type { Format, Payload } from '../../formats/index.js';
import { CHANNELS } from '../../model/index.js';
import type { ChannelName } from '../../model/index.js';
import type { SigningProfile } from '../../signing/index.js';
import type { EndpointStatus, Environment } from '../endpoint.entity.js';
import { BatchDto, DigestDto } from './endpoint-request.dto.js';
import { WarningDto } from './endpoint-secret.dto.js';

/** A recipient whose deliveries are held until the endpoint is resumed. */
export class HeldRecipientDto {
  recipient: string;
  /** A code of the problem; the attempt that found it has the details. */
  reason: string;
  reason_text: string;
  docs_url: string;
  held_at: string;
}

/** An endpoint. Fields that its channel does not have are null. */
export class EndpointDto {
  /** `ep_…` */
  id: string;
  /** `ten_…` */
  tenant_id: string;
  @ApiProperty({ enum: CHANNELS })
  channel: ChannelName;
  /** For Slack, masked to its host and last four characters. */
  @ApiProperty({ type: String, nullable: true })
  url: string | null;
  @ApiProperty({ type: [String], nullable: true })
  recipients: string[] | null;
  /** Recipients whose deliveries are held as `address_on_hold`. */
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
  /** All values are masked. */
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
  /** Whether `webhook_url`, `slack_webhook_url` or `notification_emails` of the tenant's settings refer to it. */
  is_default: boolean;
  status: EndpointStatus;
  /**
   * Why the endpoint is disabled. `receiver_gone`: it answered 410. `failing`: no attempt succeeded for
   * `DISABLE_AFTER_HOURS`. Otherwise the code of the permanent error that its channel reported. For a
   * paused endpoint, `pending_confirmation`: support has moved it to another origin, and the tenant or an
   * admin must resume it; `tenant_deleting`: the tenant is being deleted. Null for every other endpoint.
   */
  @ApiProperty({ type: String, nullable: true })
  disabled_reason: string | null;
  /** The reason as a sentence. */
  @ApiProperty({ type: String, nullable: true })
  reason_text: string | null;
  /** The URL of a page that explains the reason and what to do. */
  @ApiProperty({ type: String, nullable: true })
  docs_url: string | null;
  /** The last four characters of the current secret. */
  @ApiProperty({ type: String, nullable: true })
  secret_masked: string | null;
  last_success_at: string | null;
  /** The first failure since the last success. */
  failing_since: string | null;
  /** When the certificate expires that the receiver last showed; null: none was seen. */
  @ApiProperty({ type: String, nullable: true })
  tls_expires_at: string | null;
  /** By how much the receiver's clock is ahead of this service's by the header `Date` of its last answers; negative: behind. */
  @ApiProperty({ type: 'integer', nullable: true, example: 0 })
  clock_skew_seconds: number | null;
  created_at: string;
  updated_at: string;
  /** Problems that the request was accepted with; only in its answer, and absent if there are none. */
  @ApiProperty({ required: false, type: () => [WarningDto] })
  warnings?: WarningDto[];
}

export class EndpointPageDto {
  @ApiProperty({ type: () => [EndpointDto] })
  data: EndpointDto[];
  next_cursor: string | null;
}
