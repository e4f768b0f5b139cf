import { ApiProperty } from '@nestjs/swagger';

export class HealthReport {
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  status: 'ok' | 'unavailable';

  /** One sentence per check; `ok` if the check passed. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  checks: Record<string, string>;
}
