import { WarningDto } from '../../endpoints/index.js';
import { ApiHideProperty, ApiProperty } from '@nestjs/swagger';
import { Allow, IsBoolean, IsOptional, IsString, ValidateIf } from 'class-validator';

/** Absent fields stay as they are. */
export class PatchTenantSettingsDto {
  /**
   * The URL that gets every event, with the rules of an endpoint's `url`. Setting it creates or changes an
   * endpoint, with a generated secret if `webhook_secret` is absent. Null deletes that endpoint.
   */
  @IsOptional()
  @IsString()
  webhook_url?: string | null;

  /**
   * A secret of your own, 16 to 256 printable ASCII characters. Replacing a secret is a rotation: for a day
   * or until `…/secret/promote`, headers that hold one signature are signed with the previous secret, and
   * `<header>-Next` with the new one. Sending back the masked value changes nothing.
   */
  @ApiProperty({ required: false, nullable: true, type: String })
  @IsOptional()
  @IsString()
  webhook_secret?: string | null;

  /** Whether verification results that were delayed by the downtime of a provider are sent. */
  @ValidateIf((_dto, value) => value !== undefined)
  @IsBoolean()
  network_downtime_handling?: boolean;

  /**
   * 1 to 50 mail addresses that get events about the tenant's endpoints. Setting them creates or changes
   * an endpoint of the channel `email`. Null or an empty list deletes that endpoint.
   */
  @ApiProperty({ required: false, nullable: true, type: [String], maxItems: 50 })
  @Allow()
  notification_emails?: unknown;

  /**
   * The URL of a Slack incoming webhook that gets every event and events about the tenant's endpoints.
   * Setting it creates or changes an endpoint of the channel `slack`. Sending back the masked value changes
   * nothing. Null deletes that endpoint.
   */
  @IsOptional()
  @IsString()
  slack_webhook_url?: string | null;

  @ApiHideProperty()
  @Allow()
  retention_days?: unknown;
}

/** The settings of a tenant. */
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
  /** Problems that the request was accepted with; only in its answer, and absent if there are none. */
  @ApiProperty({ required: false, type: () => [WarningDto] })
  warnings?: WarningDto[];
}
