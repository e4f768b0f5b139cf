import { useQuery } from '@tanstack/react-query';
import { call, type Schemas } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { Panel } from '../../components/page';
import { Explanation } from '../explanation/explanation';
import { tenantPath } from '../tenant-path';

/** Why the delivery has not arrived, as a paragraph for the ticket with its evidence. */
export function WhyPanel({ delivery }: { delivery: Schemas['Delivery'] }) {
  const tenant = useTenant();
  const base = useTenantBase();
  const { data } = useQuery({
    queryKey: ['explain-delivery', tenant, delivery.id, delivery.status, delivery.attempt_count],
    retry: false,
    queryFn: ({ signal }) =>
      call<Schemas['Explanation']>(
        'GET',
        tenantPath(tenant, 'deliveries', delivery.id, 'explain'),
        { signal },
      ),
  });
  // What the page says besides stands without it.
  if (data === undefined) return null;
  return (
    <Panel title="Explain">
      <Explanation explanation={data} base={base} />
    </Panel>
  );
}
