import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, read } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { useQueryState } from '../../app/url-state';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { Loading, StaleNotice } from '../../components/list-state';
import { Page } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { Tag } from '../../components/status-badge';
import { EndpointState } from '../endpoints/endpoint-name';
import { endpointLabel, type Endpoint } from '../../shared/endpoints';
import { Allowed } from '../shared/not-allowed';
import { EndpointActions } from './endpoint-actions';
import { EndpointDeliveries } from './endpoint-deliveries';
import { EndpointHealth } from './endpoint-health';
import { EndpointSettings } from './endpoint-settings';
import { Recipients } from './recipients';
import { Secrets } from './secrets';
import { TestPanel } from './test-panel';
import classes from './endpoint.module.css';

/** One endpoint: how it goes, what it is set to, and what can be done about it. */
export function EndpointPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const tenant = useTenant();
  const base = useTenantBase();
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['endpoint', tenant, id],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => {
      const params = { path: { tenant, id } };
      return read(api.GET('/v1/tenants/{tenant}/endpoints/{id}', { params, signal }));
    },
  });
  const name = data === undefined ? 'Endpoint' : endpointLabel(data);
  return (
    <Page
      title={name}
      heading={<ForeignText text={name} />}
      crumbs={[{ label: 'Endpoints', to: `${base}/endpoints` }]}
      summary={data !== undefined && <Summary endpoint={data} />}
      actions={data !== undefined && <EndpointActions endpoint={data} />}
    >
      {error !== null && data === undefined && (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
      {error !== null && data !== undefined && (
        <StaleNotice asOf={dataUpdatedAt} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && <Parts endpoint={data} />}
    </Page>
  );
}

function Summary({ endpoint }: { endpoint: Endpoint }) {
  const { url, channel, environment, id } = endpoint;
  return (
    <div className={classes['summary']}>
      <span className={classes['tags']}>
        <EndpointState endpoint={endpoint} />
        <Tag tone="info">{channel}</Tag>
        {environment !== 'all' && <Tag tone="warn">{environment}</Tag>}
        <Id id={id} />
      </span>
      {url !== null && (
        <code className={classes['url']}>
          <ForeignText text={url} />
        </code>
      )}
    </div>
  );
}

const TABS = [
  ['health', 'Health'],
  ['deliveries', 'Deliveries'],
  ['settings', 'Settings'],
  ['secrets', 'Secrets'],
  ['test', 'Test'],
] as const;

/** The parts of the page; the address says which one is open. */
function Parts({ endpoint }: { endpoint: Endpoint }) {
  const [{ part = 'health' }, change] = useQueryState();
  const isSigned = endpoint.signing !== null;
  const tabs = TABS.filter(([name]) => name !== 'secrets' || isSigned);
  const open = tabs.some(([name]) => name === part) ? part : 'health';
  return (
    <Tabs
      value={open}
      onChange={(next) => change({ part: next === 'health' ? null : next })}
      keepMounted={false}
    >
      <Tabs.List>
        {tabs.map(([name, label]) => (
          <Tabs.Tab key={name} value={name}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="health" className={classes['panel'] ?? ''}>
        <EndpointHealth endpoint={endpoint} />
        {endpoint.channel === 'email' && <Recipients endpointId={endpoint.id} />}
      </Tabs.Panel>
      <Tabs.Panel value="deliveries" className={classes['panel'] ?? ''}>
        <EndpointDeliveries endpointId={endpoint.id} />
      </Tabs.Panel>
      <Tabs.Panel value="settings" className={classes['panel'] ?? ''}>
        <EndpointSettings endpoint={endpoint} />
      </Tabs.Panel>
      {isSigned && (
        <Tabs.Panel value="secrets" className={classes['panel'] ?? ''}>
          <Secrets endpoint={endpoint} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="test" className={classes['panel'] ?? ''}>
        <Allowed action="test">
          <TestPanel endpoint={endpoint} />
        </Allowed>
      </Tabs.Panel>
    </Tabs>
  );
}
