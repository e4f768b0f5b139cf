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

  @ApiHideProperty()
  @Allow()
  notification_emails?: unknown;

  @ApiHideProperty()
  @Allow()
  slack_webhook_url?: unknown;

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
  /** Always empty: not supported yet. */
  @ApiProperty({ type: [String] })
  notification_emails: string[];
  /** Always null: not supported yet. */
  @ApiProperty({ type: String, nullable: true })
  slack_webhook_url: null;
  network_downtime_handling: boolean;
  /** Always null: not supported yet. */
  @ApiProperty({ type: 'integer', nullable: true })
  retention_days: null;
}
