import { useQueryState } from '../../app/url-state';
import { useTenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { FilterBar, useFilters, type Filter } from '../../components/filter-bar';
import { ForeignText } from '../../components/foreign-text';
import { ListState } from '../../components/list-state';
import { Page, Panel } from '../../components/page';
import { Tag } from '../../components/status-badge';
import { useEndpoints, type Endpoint } from '../../shared/endpoints';
import { byPack, useEventTypes, type EventType } from '../shared/event-types';
import { takes } from '../shared/takes';
import classes from './event-types.module.css';

/** The catalogue: what can be received. */
export function EventTypesPage() {
  const { data, error, isPending, dataUpdatedAt, refetch } = useEventTypes();
  const { data: endpoints } = useEndpoints();
  const packs = [...new Set((data ?? []).map(({ pack }) => pack))];
  const filters: readonly Filter[] = [
    { kind: 'text', name: 'find', label: 'Name or description' },
    { kind: 'select', name: 'pack', label: 'Pack', options: packs },
  ];
  const { values, clear } = useFilters(filters);
  const [{ find = '', pack }] = useQueryState();
  const rows = (data ?? []).filter(
    (type) =>
      (pack === undefined || type.pack === pack) &&
      `${type.type} ${type.description}`.toLowerCase().includes(find.toLowerCase()),
  );
  return (
    <Page title="Event types" summary="What can be received, with its fields and an example.">
      <FilterBar filters={filters} />
      <ListState
        list={{
          rows,
          isLoading: isPending,
          error,
          asOf: dataUpdatedAt,
          retry: () => void refetch(),
        }}
        empty={{ title: 'No event type is on offer' }}
        onClearFilters={Object.keys(values).length > 0 ? clear : undefined}
      />
      {byPack(rows).map(([name, types]) => (
        <Panel key={name} title={name}>
          <ul className={classes['types']}>
            {types.map((type) => (
              <TypeLine key={type.type} type={type} endpoints={endpoints ?? []} />
            ))}
          </ul>
        </Panel>
      ))}
    </Page>
  );
}

function TypeLine({ type, endpoints }: { type: EventType; endpoints: readonly Endpoint[] }) {
  const base = useTenantBase();
  const count = subscribers(type, endpoints).length;
  return (
    <li>
      <span className={classes['typeHead']}>
        <AppLink to={`${base}/event-types/${encodeURIComponent(type.type)}`}>
          <ForeignText text={type.type} />
        </AppLink>
        {type.confidential && <Tag tone="warn">confidential</Tag>}
        {count > 0 && (
          <span className={classes['count']}>
            {count === 1 ? '1 endpoint' : `${count} endpoints`}
          </span>
        )}
      </span>
      <span className={classes['about']}>
        <ForeignText text={type.description} />
      </span>
    </li>
  );
}

/** The endpoints that take a type and can carry it. Mails and messages carry every type. */
export function subscribers(type: EventType, endpoints: readonly Endpoint[]): Endpoint[] {
  return endpoints.filter(
    ({ event_types: patterns, format }) =>
      takes(patterns, type.type) && (format === null || type.formats.includes(format)),
  );
}
