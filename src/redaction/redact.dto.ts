import { IsOptional } from 'class-validator';
import { IsLabel } from '../http/index.js';

export class RedactEventDto {
  /** Kept in the audit log: who reads that reads this too, so no personal data. */
  @IsOptional()
  @IsLabel(500)
  reason?: string;
}
