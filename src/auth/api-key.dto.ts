import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
} from 'class-validator';
import { IsLabel, PageQuery } from '../http/index.js';

const HAS_OFFSET = /(?:Z|[+-]\d\d:\d\d)$/;

class NewKeyDto {
  /** From this time on the key is refused; absent: never. */
  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(HAS_OFFSET, { message: 'expires_at must end with Z or an offset such as +01:00' })
  expires_at?: string;

  /** Who has the key: a person, a team or a system. */
  @IsOptional()
  @IsLabel(200)
  owner?: string;
}

/** A key for one tenant. */
export class CreateTenantKeyDto extends NewKeyDto {
  @IsIn(['tenant', 'viewer'])
  role: 'tenant' | 'viewer';

  /** What people call the key. */
  @IsLabel(200)
  name: string;
}

/** A key of the installation. */
export class CreateApiKeyDto extends NewKeyDto {
  @IsIn(['publisher', 'support', 'admin'])
  role: 'publisher' | 'support' | 'admin';

  /** What people call the key. */
  @IsLabel(200)
  name: string;

  /** The tenants that a publisher may publish for, by id or external id; absent: all. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  tenant_ids?: string[];
}

export class ApiKeyDto {
  id: string;
  role: 'admin' | 'publisher' | 'support' | 'tenant' | 'viewer';
  name: string;
  /** The ids of the tenants that the key reaches; null: all tenants. */
  tenant_ids: string[] | null;
  created_at: string;
  owner: string | null;
  /** From this time on the key is refused; null: never. */
  expires_at: string | null;
  /** The last use, to the minute; null: none is known. */
  last_used_at: string | null;
  /** Null: the key is not revoked. */
  revoked_at: string | null;
}

export class ApiKeyQuery extends PageQuery {
  /** Whether revoked keys are listed too. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  )
  @IsBoolean()
  revoked?: boolean;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /** The key itself; it is shown only once. */
  key: string;
}

export class ApiKeyPageDto {
  data: ApiKeyDto[];
  next_cursor: string | null;
}
