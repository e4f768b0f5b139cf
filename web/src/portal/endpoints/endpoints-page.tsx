import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { api, read } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { DataTable, type Column } from '../../components/data-table';
import { EnvironmentSwitch } from '../../components/environment-switch';
import { FilterBar, useFilters, type Filter } from '../../components/filter-bar';
import { Moment } from '../../components/moment';
import { Page } from '../../components/page';
import { Sparkline } from '../../components/sparkline';
import { useList } from '../../components/use-list';
import { writeNumber, writeSeconds } from '../../components/write-time';
import { ButtonLink } from '../shared/button-link';
import { type Endpoint } from '../../shared/endpoints';
import { Allowed } from '../shared/not-allowed';
import { overTime, type StatisticsRow } from '../shared/over-time';
import { useStatistics } from '../shared/statistics';
import { EndpointName, EndpointState } from './endpoint-name';
import classes from './endpoints.module.css';

const FILTERS: readonly Filter[] = [
  {
    kind: 'select',
    name: 'state',
    label: 'State',
    options: ['active', 'failing', 'paused', 'disabled'],
  },
  { kind: 'text', name: 'find', label: 'URL or description' },
];
const MOST = 200;

/** Where events go, what state each endpoint is in and why. */
export function EndpointsPage() {
  const tenant = useTenant();
  const base = useTenantBase();
  const { values, clear } = useFilters(FILTERS);
  const all = useList({
    key: ['endpoints', tenant, 'list'],
    renewEvery: 30_000,
    load: ({ cursor, signal }) => {
      const query = { limit: MOST, ...(cursor !== undefined && { cursor }) };
      return read(
        api.GET('/v1/tenants/{tenant}/endpoints', {
          params: { path: { tenant }, query },
          signal,
        }),
      );
    },
  });
  const columns = useColumns();
  const rows = all.rows.filter((endpoint) => matches(endpoint, values));
  const create = (
    <Allowed action="change_endpoints">
      <ButtonLink to={`${base}/endpoints/new`} leftSection={<IconPlus size={16} />}>
        New endpoint
      </ButtonLink>
    </Allowed>
  );
  return (
    <Page
      title="Endpoints"
      summary="Where your events are sent to."
      actions={all.rows.length > 0 && create}
    >
      {all.rows.length > 0 && (
        <div className={classes['tools']}>
          <FilterBar filters={FILTERS} />
          <EnvironmentSwitch />
        </div>
      )}
      <DataTable
        label="Endpoints"
        columns={columns}
        list={{ ...all, rows }}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `${base}/endpoints/${id}`}
        empty={{
          title: 'No endpoint yet',
          hint: 'An endpoint says where events go. The inspector shows the first event without a server of yours.',
          action: create,
        }}
        onClearFilters={all.rows.length > 0 ? clear : undefined}
      />
    </Page>
  );
}

function matches(endpoint: Endpoint, { state, find = '' }: Record<string, string>): boolean {
  const words = [endpoint.url, endpoint.description, endpoint.id, ...(endpoint.recipients ?? [])];
  const isFound = words.some((text) => text?.toLowerCase().includes(find.toLowerCase()));
  if (state === undefined || !isFound) return isFound;
  if (state === 'failing') return endpoint.status === 'active' && endpoint.failing_since !== null;
  return endpoint.status === state;
}

function useColumns(): readonly Column<Endpoint>[] {
  const course = useStatistics({
    measures: ['deliveries', 'failed'],
    window: '24h',
    by: 'endpoint',
    hasSteps: true,
  });
  const now = useStatistics({
    measures: ['oldest_undelivered_seconds', 'held'],
    window: '24h',
    by: 'endpoint',
  });
  const courses = useMemo(() => byEndpoint(course.data?.data ?? []), [course.data]);
  const current = useMemo(
    () => new Map((now.data?.data ?? []).map((row) => [row.endpoint ?? '', row])),
    [now.data],
  );
  return [
    { header: 'Endpoint', cell: (endpoint) => <EndpointName endpoint={endpoint} /> },
    { header: 'State', cell: (endpoint) => <EndpointState endpoint={endpoint} /> },
    { header: 'Last 24 hours', cell: ({ id }) => <Course rows={courses.get(id) ?? []} /> },
    {
      header: 'Last success',
      cell: ({ last_success_at: at }) => <Moment at={at} show="relative" />,
      isNarrow: true,
    },
    {
      header: 'Failing since',
      cell: ({ failing_since: at }) => <Moment at={at} show="relative" />,
      isNarrow: true,
    },
    {
      header: 'Oldest undelivered',
      cell: ({ id }) => {
        const seconds = current.get(id)?.oldest_undelivered_seconds;
        return seconds === null || seconds === undefined ? '–' : writeSeconds(seconds);
      },
      align: 'end',
      isNarrow: true,
    },
  ];
}

function byEndpoint(rows: readonly StatisticsRow[]): ReadonlyMap<string, StatisticsRow[]> {
  const groups = new Map<string, StatisticsRow[]>();
  for (const row of rows) {
    const id = row.endpoint ?? '';
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return groups;
}

function Course({ rows }: { rows: readonly StatisticsRow[] }) {
  const values = overTime(rows, '24h').rows.map((row) => row?.deliveries ?? 0);
  const sent = values.reduce((sum, value) => sum + value, 0);
  const failed = rows.reduce((sum, row) => sum + (row.failed ?? 0), 0);
  if (sent === 0) return <span className={classes['quiet']}>nothing sent</span>;
  return (
    <span className={classes['course']}>
      <Sparkline values={values} label={`${writeNumber(sent)} deliveries in the last 24 hours`} />
      <span className={classes['quiet']}>
        {writeNumber(sent)}
        {failed > 0 && <span className={classes['failed']}> · {writeNumber(failed)} failed</span>}
      </span>
    </span>
  );
}
