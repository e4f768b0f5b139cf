import { WarningDto } from '../../endpoints/index.js';
import { ApiProperty } from '@nestjs/swagger';
import { Allow, IsBoolean, IsInt, IsOptional, IsString, Min, ValidateIf } from 'class-validator';

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

  /**
   * Days for which the content of the tenant's events is kept, at most those of the installation
   * (`PAYLOAD_RETENTION_DAYS`). Null: as long as the installation keeps it. A shorter time removes older content
   * within minutes; deliveries of it that were not sent fail with the reason `retention_expired`.
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  retention_days?: number | null;
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
  /** Null: as long as the installation keeps content. */
  @ApiProperty({ type: 'integer', nullable: true })
  retention_days: number | null;
  /** Problems that the request was accepted with; only in its answer, and absent if there are none. */
  @ApiProperty({ required: false, type: () => [WarningDto] })
  warnings?: WarningDto[];
}
