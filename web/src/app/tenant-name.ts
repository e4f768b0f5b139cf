import { useQuery } from '@tanstack/react-query';
import { api, read } from '../api/client';
import { useTenant } from './tenant';

/** The name of the tenant that a page is about; its id until the name is known. */
export function useTenantName(): string {
  const tenant = useTenant();
  const { data } = useQuery({
    queryKey: ['tenant', tenant],
    queryFn: ({ signal }) =>
      read(api.GET('/v1/tenants/{tenant}', { params: { path: { tenant } }, signal })),
    staleTime: 300_000,
  });
  return data?.name ?? tenant;
}
