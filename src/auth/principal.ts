/** The role of a key; each route names its lowest roles. */
export type Role = 'admin' | 'publisher' | 'support' | 'tenant' | 'viewer';

/** The caller of a request. */
export interface Principal {
  /** UUID of the API key; null for the bootstrap admin key. */
  keyId: string | null;
  role: Role;
  /** UUIDs of the tenants in scope; null: all tenants. */
  tenantIds: readonly string[] | null;
}

/** Returns whether a tenant (a UUID) lies within the key's scope. */
export function reaches(principal: Principal, tenantId: string): boolean {
  return principal.tenantIds === null || principal.tenantIds.includes(tenantId);
}
