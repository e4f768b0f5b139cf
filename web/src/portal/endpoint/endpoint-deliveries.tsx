import { api, read, type Schemas } from '../../api/client';
import type { paths } from '../../api/schema';
import { useTenant, useTenantBase } from '../../app/tenant';
import { DataTable } from '../../components/data-table';
import { ENVIRONMENT_FILTER } from '../../components/environment-switch';
import { FilterBar, useFilters, type Filter } from '../../components/filter-bar';
import { useList } from '../../components/use-list';
import { ButtonLink } from '../shared/button-link';
import { deliveryColumns } from '../shared/delivery-columns';

type Delivery = Schemas['Delivery'];
type Query = NonNullable<paths['/v1/tenants/{tenant}/deliveries']['get']['parameters']['query']>;

const STATUSES = ['pending', 'succeeded', 'failed', 'held', 'skipped', 'cancelled'];
const FILTERS: readonly Filter[] = [
  { kind: 'select', name: 'status', label: 'Status', options: STATUSES },
  ENVIRONMENT_FILTER,
];
const FEW = 20;

/** The newest deliveries of one endpoint. */
export function EndpointDeliveries({ endpointId }: { endpointId: string }) {
  const tenant = useTenant();
  const base = useTenantBase();
  const { values, clear } = useFilters(FILTERS);
  const list = useList<Delivery>({
    key: ['deliveries', tenant, 'of', endpointId, values],
    renewEvery: 10_000,
    load: ({ cursor, signal }) => {
      const query = {
        ...values,
        limit: FEW,
        endpoint_id: endpointId,
        ...(cursor !== undefined && { cursor }),
      } as Query;
      return read(
        api.GET('/v1/tenants/{tenant}/deliveries', { params: { path: { tenant }, query }, signal }),
      );
    },
  });
  return (
    <>
      <FilterBar filters={FILTERS} />
      <DataTable
        label="Deliveries of this endpoint"
        columns={deliveryColumns({ base })}
        list={list}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `${base}/deliveries/${id}`}
        empty={{ title: 'Nothing was sent here yet', hint: 'A test shows that it works.' }}
        onClearFilters={clear}
      />
      <div>
        <ButtonLink
          to={`${base}/deliveries`}
          search={{ endpoint_id: endpointId, ...values }}
          variant="default"
          size="xs"
        >
          More filters and export
        </ButtonLink>
      </div>
    </>
  );
}
