import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, IsString } from 'class-validator';
import { IsLabel } from '../http/index.js';

/** A key for one tenant. */
export class CreateTenantKeyDto {
  @IsIn(['tenant', 'viewer'])
  role: 'tenant' | 'viewer';

  /** What people call the key. */
  @IsLabel(200)
  name: string;
}

/** A key of the installation. */
export class CreateApiKeyDto {
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
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /** The key itself; it is shown only once. */
  key: string;
}

export class ApiKeyPageDto {
  data: ApiKeyDto[];
  next_cursor: string | null;
}
