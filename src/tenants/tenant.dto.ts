import { ApiProperty } from '@nestjs/swagger';
import {
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { IsLabel } from '../http/index.js';
import { TenantDeletionDto } from './deletion/tenant-deletion.dto.js';

/**
 * Printable, without slashes and dot segments, since it is used in paths, and distinct from tenant ids. Without
 * characters that are not seen (zero-width, bidirectional controls), so that two ids that look the same are the same.
 */
const EXTERNAL_ID =
  /^(?!me$)(?!ten_)(?!\.{1,2}$)[^\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\s/?#%]{1,128}$/u;
const EXTERNAL_ID_RULE = {
  message:
    'external_id must be 1 to 128 characters without white space, control and invisible characters, /, ?, # and %, not "me", "." or "..", and not begin with "ten_"',
};

/** Requires the composed form of Unicode (NFC), in which equal texts have equal bytes. */
const IsComposed = (): PropertyDecorator =>
  ValidateBy({
    name: 'isComposed',
    validator: {
      validate: (value: unknown) => typeof value !== 'string' || value.normalize('NFC') === value,
      defaultMessage: () => 'external_id must be in the composed form of Unicode (NFC)',
    },
  });

export class CreateTenantDto {
  @IsLabel(200)
  name: string;

  /** The tenant's unique id in your own system; usable in place of `id` everywhere. */
  @IsOptional()
  @Matches(EXTERNAL_ID, EXTERNAL_ID_RULE)
  @IsComposed()
  external_id?: string | null;
}

export class UpdateTenantDto {
  @ValidateIf((_dto, value) => value !== undefined)
  @IsLabel(200)
  name?: string;

  /** Null removes it. */
  @IsOptional()
  @Matches(EXTERNAL_ID, EXTERNAL_ID_RULE)
  @IsComposed()
  external_id?: string | null;

  /**
   * Days for which records of the tenant's events are kept, at most those of the installation
   * (`RECORD_RETENTION_DAYS`). Null: as long as the installation keeps them.
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  record_retention_days?: number | null;

  /** Whether the tenant's own keys may erase subjects. */
  @ValidateIf((_dto, value) => value !== undefined)
  @IsBoolean()
  allow_erasure?: boolean;

  /**
   * For how many days events are not erased, by the name of a type or a pattern such as `session.*`, as duties to
   * keep records demand.
   */
  @ApiProperty({ required: false, type: Object })
  @ValidateIf((_dto, value) => value !== undefined)
  @IsObject()
  minimum_days?: Record<string, unknown>;
}

export class TenantDto {
  id: string;
  external_id: string | null;
  name: string;
  /** Null: as long as the installation keeps records. */
  @ApiProperty({ type: 'integer', nullable: true })
  record_retention_days: number | null;
  allow_erasure: boolean;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  minimum_days: Record<string, number>;
  /** `deleting`: its keys do nothing, its deliveries are held, and staff may only read it or restore it. */
  @ApiProperty({ enum: ['active', 'deleting'] })
  status: 'active' | 'deleting';
  /** When its data is erased, or why not yet; null for a tenant that is `active`. */
  @ApiProperty({ type: () => TenantDeletionDto, nullable: true })
  deletion: TenantDeletionDto | null;
  created_at: string;
}

export class TenantPageDto {
  data: TenantDto[];
  next_cursor: string | null;
}
