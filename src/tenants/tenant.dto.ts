import { IsOptional, Matches, ValidateIf } from 'class-validator';
import { IsLabel } from '../http/index.js';

/** Printable, no slash or dot segment (it stands in paths), and nothing that a tenant's own id could be. */
const EXTERNAL_ID = /^(?!me$)(?!ten_)(?!\.{1,2}$)[^\p{Cc}\p{Cs}\s/?#%]{1,128}$/u;
const EXTERNAL_ID_RULE = {
  message:
    'external_id must be 1 to 128 characters without white space, control characters, /, ?, # and %, not "me", "." or "..", and not begin with "ten_"',
};

export class CreateTenantDto {
  @IsLabel(200)
  name: string;

  /** What your own system calls the tenant; unique, usable wherever a tenant is named. */
  @IsOptional()
  @Matches(EXTERNAL_ID, EXTERNAL_ID_RULE)
  external_id?: string | null;
}

export class UpdateTenantDto {
  @ValidateIf((_dto, value) => value !== undefined)
  @IsLabel(200)
  name?: string;

  /** Null takes it away. */
  @IsOptional()
  @Matches(EXTERNAL_ID, EXTERNAL_ID_RULE)
  external_id?: string | null;
}

export class TenantDto {
  id: string;
  external_id: string | null;
  name: string;
  created_at: string;
}

export class TenantPageDto {
  data: TenantDto[];
  next_cursor: string | null;
}
