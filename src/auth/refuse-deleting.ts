import { tenantDeleting } from '../common/index.js';
import { isOfTenant } from './principal.js';
import type { Principal } from './principal.js';
import type { TenantDirectory, TenantRef } from './tenant-directory.js';

interface Asked {
  /** Absent for what is no plain reading, such as a stream. */
  method?: string;
  tenant?: TenantRef;
}

const READING = ['GET', 'HEAD'];

/**
 * Throws or rejects with 410 for a tenant that is being deleted: its own keys and sessions do nothing, also on routes
 * without a tenant, and staff only read, except on routes with `whileDeleting`.
 */
export function refuseDeleting(
  principal: Principal,
  { method = '', tenant }: Asked,
  { whileDeleting = false }: { whileDeleting?: boolean },
  directory: TenantDirectory,
): void | Promise<void> {
  const check = ({ isDeleting }: TenantRef): void => {
    const isOpen = !isOfTenant(principal) && (whileDeleting || READING.includes(method));
    if (isDeleting && !isOpen) throw tenantDeleting();
  };
  if (tenant) return check(tenant);
  if (isOfTenant(principal)) return directory.resolve(principal, 'me').then(check);
}
