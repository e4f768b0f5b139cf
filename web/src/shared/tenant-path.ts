/** The path of a route below a tenant; its parts are encoded. */
export function tenantPath(tenant: string, ...parts: string[]): string {
  return ['/v1/tenants', tenant, ...parts]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/');
}
