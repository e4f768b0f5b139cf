import { useParams } from '@tanstack/react-router';

/** The tenant that a page is about, as the API takes it: `me` in the portal, an id in the console. */
export function useTenant(): string {
  const parameters: { tenant?: string } = useParams({ strict: false });
  return parameters.tenant ?? 'me';
}

/** Where the pages of the tenant live: `/portal`, or `/console/tenants/{tenant}`. */
export function useTenantBase(): string {
  const tenant = useTenant();
  return tenant === 'me' ? '/portal' : tenantBase(tenant);
}

export function tenantBase(tenant: string): string {
  return `/console/tenants/${encodeURIComponent(tenant)}`;
}
