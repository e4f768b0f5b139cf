import { api, read, type Schemas } from '../../api/client';
import type { paths } from '../../api/schema';
import { useTenant, useTenantBase } from '../../app/tenant';
import { useQueryState } from '../../app/url-state';
import { DataTable, type Column } from '../../components/data-table';
import { ENVIRONMENT_FILTER } from '../../components/environment-switch';
import { FilterBar, useFilters, type Filter } from '../../components/filter-bar';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { Moment } from '../../components/moment';
import { Page } from '../../components/page';
import { StatusBadge, Tag } from '../../components/status-badge';
import { useList } from '../../components/use-list';
import { useEventTypes } from '../shared/event-types';
import classes from './events.module.css';

type EventSummary = Schemas['EventSummary'];
type Query = NonNullable<paths['/v1/tenants/{tenant}/events']['get']['parameters']['query']>;

/** What was published, newest first. */
export function EventsPage() {
  const tenant = useTenant();
  const base = useTenantBase();
  const { data: types } = useEventTypes();
  const filters: readonly Filter[] = [
    {
      kind: 'select',
      name: 'type',
      label: 'Type',
      options: (types ?? []).map(({ type }) => type),
    },
    ENVIRONMENT_FILTER,
    { kind: 'text', name: 'subject', label: 'Subject', placeholder: 'Session, case, …' },
    { kind: 'text', name: 'ref', label: 'Reference', placeholder: 'Any id in the event' },
    { kind: 'time', name: 'since', label: 'Since' },
    { kind: 'time', name: 'until', label: 'Until' },
  ];
  const { values, clear } = useFilters(filters);
  const [, change] = useQueryState();
  const list = useList<EventSummary>({
    key: ['events', tenant, values],
    renewEvery: 15_000,
    load: ({ cursor, signal }) => {
      // The address may hold anything: what the API does not take, it refuses in words.
      const query = { ...values, ...(cursor !== undefined && { cursor }) } as Query;
      return read(
        api.GET('/v1/tenants/{tenant}/events', { params: { path: { tenant }, query }, signal }),
      );
    },
  });
  const columns: readonly Column<EventSummary>[] = [
    { header: 'Type', cell: ({ type }) => <ForeignText text={type} /> },
    {
      header: 'Environment',
      cell: ({ is_sandbox: is }) => (
        <Tag tone={is ? 'warn' : 'idle'}>{is ? 'sandbox' : 'live'}</Tag>
      ),
    },
    {
      header: 'Subject',
      cell: ({ subject }) =>
        subject === null ? (
          '–'
        ) : (
          <button
            type="button"
            className={classes['filter']}
            title={`Only events about ${subject}`}
            onClick={() => change({ subject })}
          >
            <ForeignText text={subject} />
          </button>
        ),
    },
    { header: 'Deliveries', cell: (event) => <Outcome event={event} /> },
    { header: 'Event', cell: ({ id }) => <Id id={id} />, isNarrow: true },
    { header: 'Published', cell: ({ created }) => <Moment at={created} />, isNarrow: true },
  ];
  return (
    <Page title="Events" summary="What was published, and what became of it.">
      <FilterBar filters={filters} />
      <DataTable
        label="Events"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `${base}/events/${id}`}
        empty={{
          title: 'No event yet',
          hint: 'Events appear here as soon as they are published.',
        }}
        onClearFilters={clear}
      />
    </Page>
  );
}

/** The states of the event's deliveries, or why there is none. */
function Outcome({ event: { deliveries, unsent } }: { event: EventSummary }) {
  const counts = new Map<string, number>();
  for (const { status } of deliveries) counts.set(status, (counts.get(status) ?? 0) + 1);
  if (counts.size === 0) {
    const [first] = unsent;
    return (
      <span className={classes['unsent']}>
        {first === undefined ? 'none' : `not sent: ${first.reason.replaceAll('_', ' ')}`}
      </span>
    );
  }
  return (
    <span className={classes['outcome']}>
      {[...counts].map(([status, count]) => (
        <span key={status}>
          {count > 1 && `${count} × `}
          <StatusBadge status={status} />
        </span>
      ))}
    </span>
  );
}
