import { IsLabel } from '../http/index.js';

export class RevealDto {
  /** Kept in the audit log, which the tenant reads: no personal data. */
  @IsLabel(500)
  reason: string;
}
