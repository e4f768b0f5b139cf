import { WarningDto } from '../../endpoints/index.js';
import { ApiHideProperty, ApiProperty } from '@nestjs/swagger';
import { Allow, IsBoolean, IsOptional, IsString, ValidateIf } from 'class-validator';

/** Absent fields stay as they are. */
export class PatchTenantSettingsDto {
  /**
   * Where every event goes, by the rules of an endpoint's `url`. It makes the endpoint that stands
   * behind it, with a generated secret unless one comes along. Null deletes that endpoint.
   */
  @IsOptional()
  @IsString()
  webhook_url?: string | null;

  /**
   * An own secret, 16 to 256 printable ASCII characters. In place of another it is a rotation: for a
   * day headers that hold one signature keep the former one's and `<header>-Next` carries the new
   * one's, unless the endpoint's `…/secret/promote` ends that. Sent back as it was shown, masked, it
   * changes nothing.
   */
  @ApiProperty({ required: false, nullable: true, type: String })
  @IsOptional()
  @IsString()
  webhook_secret?: string | null;

  /** Whether results of identity verifications that had to wait for an unavailable provider are sent. */
  @ValidateIf((_dto, value) => value !== undefined)
  @IsBoolean()
  network_downtime_handling?: boolean;

  /**
   * Who hears by mail of what becomes of the tenant's endpoints: 1 to 50 addresses. They make the
   * endpoint of the channel `email` that stands behind them. Null or an empty list deletes it.
   */
  @ApiProperty({ required: false, nullable: true, type: [String], maxItems: 50 })
  @Allow()
  notification_emails?: unknown;

  /**
   * An incoming webhook of Slack, for every event and what becomes of the tenant's endpoints. It makes
   * the endpoint of the channel `slack` that stands behind it. Sent back as it was shown, masked, it
   * changes nothing. Null deletes that endpoint.
   */
  @IsOptional()
  @IsString()
  slack_webhook_url?: string | null;

  @ApiHideProperty()
  @Allow()
  retention_days?: unknown;
}

/** What a tenant has set the simple way. */
export class TenantSettingsDto {
  webhook_url: string | null;
  /** Masked to its last four characters; `GET …/endpoints/{id}/secret` shows it in full. */
  @ApiProperty({ type: String, nullable: true, example: '****************************a1b2' })
  webhook_secret: string | null;
  @ApiProperty({ type: [String] })
  notification_emails: string[];
  /** Masked to its host and last four characters. */
  @ApiProperty({ type: String, nullable: true, example: 'https://hooks.slack.com/****a1b2' })
  slack_webhook_url: string | null;
  network_downtime_handling: boolean;
  /** Always null: not supported yet. */
  @ApiProperty({ type: 'integer', nullable: true })
  retention_days: null;
  /** What was taken with a doubt; in the answer to the request only, and absent where nothing was. */
  @ApiProperty({ required: false, type: () => [WarningDto] })
  warnings?: WarningDto[];
}
