import { ApiProperty } from '@nestjs/swagger';
import { Allow, IsInt, Max, Min } from 'class-validator';

/** How long a former secret signs too, unless told. */
export const DEFAULT_GRACE_SECONDS = 86_400;
const MAX_GRACE_SECONDS = 30 * 86_400;

export class RotateSecretDto {
  /** How long the former secret signs too. 0: it is gone at once. */
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

  /** An own secret, 16 to 256 printable ASCII characters; without one, one is generated. */
  @ApiProperty({ required: false, writeOnly: true, type: String })
  @Allow()
  secret?: unknown;
}

export class WarningDto {
  code: string;
  /** The exact consequence, and what to do. */
  message: string;
}

export class PreviousSecretDto {
  secret: string;
  /** Until then it signs too. */
  expires_at: string;
}

/** The live secrets of an endpoint, in the clear. */
export class RevealedSecretsDto {
  /** The current one. */
  secret: string;
  /** Former ones whose grace has not ended, newest first. */
  @ApiProperty({ type: () => [PreviousSecretDto] })
  previous: PreviousSecretDto[];
  /** What was taken with a doubt; absent where nothing was. */
  @ApiProperty({ required: false, type: () => [WarningDto] })
  warnings?: WarningDto[];
}
