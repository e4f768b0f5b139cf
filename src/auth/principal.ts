/** What a key may do; each route names its least roles. */
export type Role = 'admin' | 'publisher' | 'support' | 'tenant' | 'viewer';

/** Who is asking. */
export interface Principal {
  /** UUID of the API key; null for the bootstrap admin key. */
  keyId: string | null;
  role: Role;
  /** UUIDs of the tenants in scope; null: every tenant. */
  tenantIds: readonly string[] | null;
}

/** Whether a tenant (by UUID) lies within the key's scope. */
export function reaches(principal: Principal, tenantId: string): boolean {
  return principal.tenantIds === null || principal.tenantIds.includes(tenantId);
}

/** The routes' lists name least roles: `viewer` lets `tenant` in too, and `admin` passes everywhere. */
export function isAllowed(role: Role, who: readonly (Role | 'any')[]): boolean {
  return (
    role === 'admin' ||
    who.includes('any') ||
    who.includes(role) ||
    (role === 'tenant' && who.includes('viewer'))
  );
}
