import { api, read, type Schemas } from '../api/client';
import { tenantBase } from '../app/tenant';
import { DataTable, type Column } from '../components/data-table';
import { ForeignText } from '../components/foreign-text';
import { Id } from '../components/id';
import { Moment } from '../components/moment';
import { Page } from '../components/page';
import { useList } from '../components/use-list';

type Tenant = Schemas['Tenant'];

const COLUMNS: readonly Column<Tenant>[] = [
  { header: 'Name', cell: ({ name }) => <ForeignText text={name} /> },
  {
    header: 'External id',
    cell: ({ external_id: id }) => (id === null ? '–' : <ForeignText text={id} />),
  },
  { header: 'Id', cell: ({ id }) => <Id id={id} /> },
  { header: 'Created', cell: ({ created_at: at }) => <Moment at={at} />, isNarrow: true },
];

export function TenantsPage() {
  const list = useList({
    key: ['tenants'],
    load: ({ cursor, signal }) =>
      read(api.GET('/v1/tenants', { params: { query: { ...(cursor && { cursor }) } }, signal })),
  });
  return (
    <Page title="Tenants">
      <DataTable
        label="Tenants"
        columns={COLUMNS}
        list={list}
        rowKey={({ id }) => id}
        rowLink={({ id }) => tenantBase(id)}
        empty={{
          title: 'No tenant yet',
          hint: 'POST /v1/tenants makes the first one.',
        }}
      />
    </Page>
  );
}
