import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, read } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { useQueryState } from '../../app/url-state';
import { EmptyState, Loading } from '../../components/list-state';
import { ForeignText } from '../../components/foreign-text';
import { JsonView, TextView } from '../../components/json-view';
import { Page, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { StatusBadge, Tag } from '../../components/status-badge';
import { AppLink } from '../../components/app-link';
import { useAllowed } from '../shared/allowed';
import { ButtonLink } from '../shared/button-link';
import { endpointLabel, useEndpoints } from '../../shared/endpoints';
import type { EventType } from '../shared/event-types';
import { Allowed } from '../shared/not-allowed';
import { subscribers } from './event-types-page';
import { FieldsTable } from './fields-table';
import classes from './event-types.module.css';

export function EventTypePage() {
  const { type: name = '' }: { type?: string } = useParams({ strict: false });
  const base = useTenantBase();
  const { data, error, refetch } = useQuery({
    queryKey: ['event-type', name],
    staleTime: 300_000,
    queryFn: ({ signal }) =>
      read(api.GET('/v1/event-types/{type}', { params: { path: { type: name } }, signal })),
  });
  return (
    <Page
      title={name}
      heading={<ForeignText text={name} />}
      crumbs={[{ label: 'Event types', to: `${base}/event-types` }]}
      summary={data !== undefined && <ForeignText text={data.description} />}
      actions={
        data !== undefined && (
          <ButtonLink to={`${base}/events`} search={{ type: name }} variant="default">
            Events of this type
          </ButtonLink>
        )
      }
    >
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && <Details type={data} />}
    </Page>
  );
}

function Details({ type }: { type: EventType }) {
  return (
    <>
      <div className={classes['tags']}>
        <Tag>{`pack ${type.pack}`}</Tag>
        {type.confidential && <Tag tone="warn">confidential</Tag>}
        {type.formats.map((format) => (
          <Tag key={format} tone="info">
            {format}
          </Tag>
        ))}
      </div>
      {type.confidential && (
        <p className={classes['about']}>
          The person concerned must not learn that there is such an event. Endpoints get it whole
          only where they name it, and messages only say that there is something to read.
        </p>
      )}
      <Subscribers type={type} />
      <Panel title="Fields">
        <FieldsTable type={type} />
      </Panel>
      <Examples type={type} />
    </>
  );
}

function Subscribers({ type }: { type: EventType }) {
  const base = useTenantBase();
  const { data = [], isPending } = useEndpoints();
  const endpoints = subscribers(type, data);
  return (
    <Panel title="Who gets it">
      {isPending && <Loading lines={1} />}
      {!isPending && endpoints.length === 0 && (
        <EmptyState
          title="No endpoint takes this type"
          action={
            <Allowed action="change_endpoints">
              <ButtonLink to={`${base}/endpoints/new`} search={{ types: type.type }} size="xs">
                New endpoint for it
              </ButtonLink>
            </Allowed>
          }
        />
      )}
      <ul className={classes['subscribers']}>
        {endpoints.map((endpoint) => (
          <li key={endpoint.id}>
            <AppLink to={`${base}/endpoints/${endpoint.id}`}>
              <ForeignText text={endpointLabel(endpoint)} />
            </AppLink>
            <StatusBadge status={endpoint.status} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The example as each format writes it; who may not ask for a preview sees its data alone. */
function Examples({ type }: { type: EventType }) {
  const tenant = useTenant();
  const may = useAllowed();
  const [{ format: asked = '' }, change] = useQueryState();
  const format = type.formats.includes(asked) ? asked : (type.formats[0] ?? '');
  const isAllowed = may('change_endpoints') && type.formats.length > 0;
  const { data, error } = useQuery({
    queryKey: ['preview', tenant, type.type, format],
    enabled: isAllowed,
    staleTime: 300_000,
    queryFn: () => {
      const body = { type: type.type, format: format as 'envelope' };
      return read(
        api.POST('/v1/tenants/{tenant}/endpoints/preview', { params: { path: { tenant } }, body }),
      );
    },
  });
  return (
    <Panel
      title="Example"
      actions={
        isAllowed && (
          <SegmentedControl
            size="xs"
            aria-label="Format"
            data={type.formats}
            value={format}
            onChange={(value) => change({ format: value })}
            className={classes['formats'] ?? ''}
          />
        )
      }
    >
      {error !== null && <ProblemNotice error={error} />}
      {data !== undefined && <TextView text={data.body} label={`Body in the format ${format}`} />}
      {!isAllowed && <JsonView value={type.example} label="Example data" />}
    </Panel>
  );
}
