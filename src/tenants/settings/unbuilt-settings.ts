import type { FieldError } from '../../common/index.js';
import type { PatchTenantSettingsDto } from './tenant-settings.dto.js';

const UNBUILT = ['retention_days'] as const;

/** What the contract has and this version does not do: refused, unless it says the nothing that is shown. */
export function unbuiltSettings(fields: PatchTenantSettingsDto): FieldError[] {
  return UNBUILT.filter((name) => !saysNothing(fields[name])).map((name) => ({
    pointer: `/${name}`,
    code: 'not_supported_yet',
    message: 'is not supported yet: leave it out',
  }));
}

function saysNothing(value: unknown): boolean {
  return value == null || (Array.isArray(value) && value.length === 0);
}
