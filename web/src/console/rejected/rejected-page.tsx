import { api, read, type Schemas } from '../../api/client';
import { DataTable, type Column } from '../../components/data-table';
import { FilterBar, useFilters, type Filter } from '../../components/filter-bar';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Page } from '../../components/page';
import { ReasonText } from '../../components/reason-text';
import { Tag } from '../../components/status-badge';
import { useList } from '../../components/use-list';
import { RejectedTenant } from './rejected-tenant';

type Rejected = Schemas['RejectedPublish'];

const FILTERS: readonly Filter[] = [
  { name: 'tenant_id', label: 'Tenant', kind: 'text', placeholder: 'Id or external id' },
  { name: 'type', label: 'Event type', kind: 'text' },
  { name: 'since', label: 'Since', kind: 'time' },
  { name: 'until', label: 'Until', kind: 'time' },
];

const COLUMNS: readonly Column<Rejected>[] = [
  { header: 'Event type', cell: ({ type }) => <ForeignText text={type ?? '(none)'} /> },
  { header: 'Tenant', cell: (publish) => <RejectedTenant publish={publish} /> },
  {
    header: 'Why',
    cell: ({ code, reason_text: text, docs_url: docsUrl }) => (
      <ReasonText reason={code} text={text} docsUrl={docsUrl} />
    ),
  },
  {
    header: 'State',
    cell: ({ event_id: event }) =>
      event === null ? <Tag tone="bad">refused</Tag> : <Tag tone="good">published again</Tag>,
    isNarrow: true,
  },
  { header: 'When', cell: ({ created_at: at }) => <Moment at={at} />, isNarrow: true },
];

/** Publishes that were refused in the last seven days. */
export function RejectedPage() {
  const { values, clear } = useFilters(FILTERS);
  const list = useList({
    key: ['rejected', values],
    renewEvery: 30_000,
    load: ({ cursor, signal }) => {
      const query = { ...values, ...(cursor !== undefined && { cursor }) };
      return read(api.GET('/v1/rejected', { params: { query }, signal }));
    },
  });
  return (
    <Page
      title="Rejected"
      summary="Publishes that were refused in the last 7 days, with the reason."
    >
      <FilterBar filters={FILTERS} />
      <DataTable
        label="Rejected publishes"
        columns={COLUMNS}
        list={list}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/console/rejected/${id}`}
        empty={{
          title: 'Nothing was refused',
          hint: 'In the last 7 days every publish was accepted.',
        }}
        onClearFilters={clear}
      />
    </Page>
  );
}
