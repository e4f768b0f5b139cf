import { api, read, type Schemas } from '../../api/client';
import type { paths } from '../../api/schema';
import { useTenant, useTenantBase } from '../../app/tenant';
import { DataTable, type Column } from '../../components/data-table';
import { FilterBar, useFilters } from '../../components/filter-bar';
import { Page } from '../../components/page';
import { useList } from '../../components/use-list';
import { deliveryColumns } from '../shared/delivery-columns';
import { useEndpoints } from '../../shared/endpoints';
import { ExportMenu } from './export-menu';
import { useDeliveryFilters } from './use-delivery-filters';

type Delivery = Schemas['Delivery'];
type Query = NonNullable<paths['/v1/tenants/{tenant}/deliveries']['get']['parameters']['query']>;

/** Every event on its way to every endpoint, newest first. */
export function DeliveriesPage() {
  const tenant = useTenant();
  const base = useTenantBase();
  const { data: endpoints } = useEndpoints();
  const filters = useDeliveryFilters(endpoints);
  const { values, clear } = useFilters(filters);
  const list = useList<Delivery>({
    key: ['deliveries', tenant, values],
    renewEvery: 10_000,
    load: ({ cursor, signal }) => {
      // The address may hold anything: what the API does not take, it refuses in words.
      const query = { ...values, ...(cursor !== undefined && { cursor }) } as Query;
      return read(
        api.GET('/v1/tenants/{tenant}/deliveries', { params: { path: { tenant }, query }, signal }),
      );
    },
  });
  const columns: readonly Column<Delivery>[] = deliveryColumns({
    base,
    endpoints: endpoints ?? [],
  });
  return (
    <Page
      title="Deliveries"
      summary="Each event on its way to each endpoint."
      actions={<ExportMenu filters={values} />}
    >
      <FilterBar filters={filters} />
      <DataTable
        label="Deliveries"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `${base}/deliveries/${id}`}
        empty={{
          title: 'No delivery yet',
          hint: 'A delivery begins when an event is published that an endpoint takes.',
        }}
        onClearFilters={clear}
      />
    </Page>
  );
}
