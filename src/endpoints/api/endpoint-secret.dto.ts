import { ApiProperty } from '@nestjs/swagger';
import { Allow, IsInt, Max, Min } from 'class-validator';

/** The default time for which the previous secret signs as well after a rotation. */
export const DEFAULT_GRACE_SECONDS = 86_400;
const MAX_GRACE_SECONDS = 30 * 86_400;

export class RotateSecretDto {
  /** Seconds for which the previous secret signs as well. 0: it is deleted at once. */
  @ApiProperty({
    type: 'integer',
    required: false,
    default: DEFAULT_GRACE_SECONDS,
    minimum: 0,
    maximum: MAX_GRACE_SECONDS,
  })
  @IsInt()
  @Min(0)
  @Max(MAX_GRACE_SECONDS)
  grace_seconds: number = DEFAULT_GRACE_SECONDS;

  /** A secret of your own, 16 to 256 printable ASCII characters. Absent: one is generated. */
  @ApiProperty({ required: false, writeOnly: true, type: String })
  @Allow()
  secret?: unknown;
}

export class WarningDto {
  code: string;
  /** The consequence, and what to do about it. */
  message: string;
}

export class PreviousSecretDto {
  secret: string;
  /** The secret signs until then. */
  expires_at: string;
}

/** The live secrets of an endpoint in plain text. */
export class RevealedSecretsDto {
  /** The current secret. */
  secret: string;
  /** Previous secrets whose grace period has not ended, newest first. */
  @ApiProperty({ type: () => [PreviousSecretDto] })
  previous: PreviousSecretDto[];
  /** Problems that the request was accepted with; absent if there are none. */
  @ApiProperty({ required: false, type: () => [WarningDto] })
  warnings?: WarningDto[];
}
