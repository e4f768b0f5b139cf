import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, read, type Schemas } from '../api/client';
import { useTenant } from '../app/tenant';
import { plainText } from '../components/foreign-parts';

export type Endpoint = Schemas['Endpoint'];

/** The endpoints of the tenant, for filters and names: one page of the API, which holds more than a tenant has. */
export function useEndpoints(): UseQueryResult<Endpoint[]> {
  const tenant = useTenant();
  return useQuery({
    queryKey: ['endpoints', tenant, 'names'],
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const params = { path: { tenant }, query: { limit: 200 } };
      const page = await read(api.GET('/v1/tenants/{tenant}/endpoints', { params, signal }));
      return page.data;
    },
  });
}

/** What people call an endpoint: its description, else its host. */
export function endpointLabel({ description, url, channel, recipients, id }: Endpoint): string {
  if (description !== null && description !== '') return description;
  if (url !== null) return hostOf(url);
  return recipients?.[0] ?? (channel === 'webhook' ? id : channel);
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** Choices of a filter or a form. */
export function endpointOptions(endpoints: readonly Endpoint[] | undefined): {
  value: string;
  label: string;
}[] {
  return (endpoints ?? []).map((endpoint) => ({
    value: endpoint.id,
    label: `${plainText(endpointLabel(endpoint))} · ${endpoint.id.slice(-6)}`,
  }));
}
