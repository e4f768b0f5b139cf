import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { SignatureDto } from '../../erasure/index.js';

export class DeleteTenantQuery {
  /** Whether the data is erased at once, without the 30 days in which the tenant can be restored. */
  @ApiProperty({ type: Boolean, enum: [true, false], required: false })
  @IsOptional()
  @IsIn(['true', 'false'])
  now?: 'true' | 'false';
}

export class RestoreTenantDto {
  /** Whether to send or to skip the deliveries that are held at the endpoints that the deletion has paused. */
  @ApiProperty({ required: false, default: 'send', enum: ['send', 'skip'] })
  @IsIn(['send', 'skip'])
  held: 'send' | 'skip' = 'send';
}

/** Why a tenant is not erased although its time is over. */
class DeletionObstacleDto {
  @ApiProperty({ enum: ['legal_hold', 'minimum_age'] })
  reason: 'legal_hold' | 'minimum_age';
  /** Null: until the hold is ended. */
  @ApiProperty({ type: String, nullable: true })
  until: string | null;
}

export class TenantDeletionDto {
  id: string;
  tenant_id: string;
  /**
   * `scheduled`: the tenant can be restored. `waiting`: the time is over, and something forbids the erasure.
   * `erasing`: nothing of the tenant can be read any more, and workers remove what is stored of it.
   */
  @ApiProperty({ enum: ['scheduled', 'waiting', 'erasing', 'finished', 'restored'] })
  status: 'scheduled' | 'waiting' | 'erasing' | 'finished' | 'restored';
  requested_by: string;
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  requested_at: string;
  /** When the erasure is due. */
  erase_at: string;
  @ApiProperty({ type: () => DeletionObstacleDto, nullable: true })
  waiting: DeletionObstacleDto | null;
  /** Rows that were removed, by table. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  removed: Record<string, number>;
  /** When the tenant was erased or restored. */
  @ApiProperty({ type: String, nullable: true })
  ended_at: string | null;
  /** What went, when, and who asked for it; null before the end. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  receipt: Record<string, unknown> | null;
  @ApiProperty({ type: () => SignatureDto, nullable: true })
  signature: SignatureDto | null;
}

export class TenantDeletionPageDto {
  data: TenantDeletionDto[];
  next_cursor: string | null;
}
