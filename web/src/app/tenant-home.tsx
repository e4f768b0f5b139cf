import { Navigate } from '@tanstack/react-router';
import { TENANT_PAGES } from '../portal/pages';
import { useTenantBase } from './tenant';

/** The first page of a tenant: the first one that has a link. */
export function TenantHome() {
  const base = useTenantBase();
  const first = TENANT_PAGES.find(({ label }) => label !== undefined);
  return first === undefined ? null : <Navigate to={`${base}/${first.path}`} replace />;
}
