import { ApiProperty } from '@nestjs/swagger';

export class HealthReport {
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  status: 'ok' | 'unavailable';

  /** One sentence per check; `ok` where there is nothing to say. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  checks: Record<string, string>;
}
