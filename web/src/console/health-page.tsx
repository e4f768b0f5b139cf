import { call, type Schemas } from '../api/client';
import { tenantBase } from '../app/tenant';
import { useEnvironment, writeQuery } from '../app/url-state';
import { DataTable, type Column } from '../components/data-table';
import { EnvironmentSwitch } from '../components/environment-switch';
import { ForeignText } from '../components/foreign-text';
import { Page } from '../components/page';
import { StatusBadge, Tag } from '../components/status-badge';
import { useList } from '../components/use-list';
import { writeNumber, writeSeconds, writeShare } from '../components/write-time';

type HealthRow = Schemas['TenantHealth'];

const COLUMNS: readonly Column<HealthRow>[] = [
  { header: 'Tenant', cell: ({ tenant_name: name }) => <ForeignText text={name} /> },
  {
    header: 'Oldest undelivered',
    cell: ({ oldest_undelivered_seconds: age }) => <Age seconds={age} />,
  },
  {
    header: 'Failure rate',
    cell: ({ failure_rate: rate }) => writeShare(rate),
    align: 'end',
    isNarrow: true,
  },
  { header: 'Backlog', cell: ({ backlog }) => writeNumber(backlog), align: 'end', isNarrow: true },
  { header: 'Held', cell: ({ held }) => writeNumber(held), align: 'end', isNarrow: true },
  { header: 'Endpoints', cell: (row) => <Endpoints row={row} /> },
];

const SUMMARY =
  'Tenants by how much trouble they are in. To find out about one event, search for any id of it.';
/** The queue does not know the sandbox, the statistics do. */
const LATE = 'Of one environment, backlog and age are up to a minute old.';

/** The first page of the console: which tenants are in trouble, the worst first. */
export function HealthPage() {
  const environment = useEnvironment('all');
  const list = useList<HealthRow>({
    key: ['health', environment],
    renewEvery: 15_000,
    load: ({ cursor, signal }) =>
      call('GET', `/v1/platform/tenants${writeQuery({ environment, cursor })}`, { signal }),
  });
  return (
    <Page
      title="Health"
      summary={environment === 'all' ? SUMMARY : `${SUMMARY} ${LATE}`}
      actions={<EnvironmentSwitch unnamed="all" />}
    >
      <DataTable
        label="Health of tenants"
        columns={COLUMNS}
        list={list}
        rowKey={({ tenant_id: id }) => id}
        rowLink={({ tenant_id: id }) =>
          tenantBase(id) + writeQuery({ environment: environment === 'all' ? null : environment })
        }
        empty={{ title: 'No tenant yet', hint: 'Tenants are shown here once there is one.' }}
      />
    </Page>
  );
}

const LONG_S = 300;

function Age({ seconds }: { seconds: number | null }) {
  if (seconds === null) return <StatusBadge status="none" tone="good" />;
  const words = writeSeconds(seconds);
  return seconds > LONG_S ? <Tag tone="bad">{words}</Tag> : <span>{words}</span>;
}

function Endpoints({ row }: { row: HealthRow }) {
  const troubles = [
    [row.endpoints_failing, 'failing', 'bad'],
    [row.breakers_open, 'breaker open', 'warn'],
    [row.endpoints_disabled, 'disabled', 'idle'],
  ] as const;
  return (
    <>
      {writeNumber(row.endpoints)}{' '}
      {troubles.map(([count, word, tone]) =>
        count > 0 ? <Tag key={word} tone={tone}>{`${count} ${word}`}</Tag> : null,
      )}
    </>
  );
}
