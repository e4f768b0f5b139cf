import { api, read, type Schemas } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { DataTable, type Column } from '../../components/data-table';
import { FilterBar, useFilters, type Filter } from '../../components/filter-bar';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Page } from '../../components/page';
import { StatusBadge } from '../../components/status-badge';
import { useList } from '../../components/use-list';
import { writeNumber } from '../../components/write-time';
import { endpointLabel, endpointOptions, useEndpoints } from '../../shared/endpoints';
import { Allowed } from '../shared/not-allowed';
import { NewReplay } from './new-replay';
import { ReplayProgress } from './replay-progress';

export type Replay = Schemas['Replay'];

/** Windows of past events that were sent again. */
export function ReplaysPage() {
  const tenant = useTenant();
  const base = useTenantBase();
  const { data: endpoints } = useEndpoints();
  const filters: readonly Filter[] = [
    { kind: 'select', name: 'endpoint_id', label: 'Endpoint', options: endpointOptions(endpoints) },
  ];
  const { values, clear } = useFilters(filters);
  const list = useList<Replay>({
    key: ['replays', tenant, values],
    renewEvery: 5000,
    load: ({ cursor, signal }) => {
      const query = { ...values, ...(cursor !== undefined && { cursor }) };
      return read(
        api.GET('/v1/tenants/{tenant}/replays', { params: { path: { tenant }, query }, signal }),
      );
    },
  });
  const nameOf = (id: string): string => {
    const endpoint = endpoints?.find((each) => each.id === id);
    return endpoint === undefined ? id : endpointLabel(endpoint);
  };
  const columns: readonly Column<Replay>[] = [
    { header: 'Endpoint', cell: ({ endpoint_id: id }) => <ForeignText text={nameOf(id)} /> },
    { header: 'State', cell: ({ state }) => <StatusBadge status={state} /> },
    { header: 'What', cell: ({ status }) => WHAT[status] },
    { header: 'Progress', cell: (replay) => <ReplayProgress replay={replay} /> },
    {
      header: 'Matched',
      cell: ({ matched }) => writeNumber(matched),
      align: 'end',
      isNarrow: true,
    },
    { header: 'Started', cell: ({ created_at: at }) => <Moment at={at} />, isNarrow: true },
  ];
  const create = (
    <Allowed action="send_again">
      <NewReplay />
    </Allowed>
  );
  return (
    <Page
      title="Replays"
      summary="Sending a window of past events to an endpoint again."
      actions={create}
    >
      <FilterBar filters={filters} />
      <DataTable
        label="Replays"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `${base}/replays/${id}`}
        empty={{
          title: 'No replay yet',
          hint: 'After a fault of your receiver, a replay sends what failed meanwhile. How much that is is counted before anything is sent.',
        }}
        onClearFilters={clear}
      />
    </Page>
  );
}

export const WHAT: Record<Replay['status'], string> = {
  failed: 'what failed',
  missing: 'what was never sent',
  all: 'everything',
};
