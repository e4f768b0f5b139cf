import { useQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client';
import { useTenant, useTenantBase } from '../../app/tenant';
import { ForeignText } from '../../components/foreign-text';
import { Notice } from '../../components/notice';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { TestPanel } from '../endpoint/test-panel';
import { useAllowed } from '../shared/allowed';
import { ButtonLink } from '../shared/button-link';
import { endpointLabel, type Endpoint } from '../../shared/endpoints';
import { Secret } from '../shared/secret-once';
import { Snippets } from './snippets';
import { isRequest } from './values';
import classes from './endpoint-form.module.css';

/** What comes after saving: the secret, the code that checks it, and a first event. */
export function EndpointMade({ endpoint }: { endpoint: Endpoint }) {
  const base = useTenantBase();
  const may = useAllowed();
  const hasSecret = isRequest(endpoint.channel);
  return (
    <div className={classes['steps']}>
      <Notice
        tone="good"
        isSaid
        title={
          <>
            <ForeignText text={endpointLabel(endpoint)} /> gets events from now on
          </>
        }
      >
        {endpoint.channel === 'email' &&
          'Each recipient gets a mail with a link that confirms the address. Other mails follow then.'}
      </Notice>
      {(endpoint.warnings ?? []).map(({ code, message }) => (
        <Notice key={code} tone="warn" title={<ForeignText text={message} />} />
      ))}
      {hasSecret && may('read_secrets') && <FirstSecret id={endpoint.id} />}
      {hasSecret && <Snippets endpointId={endpoint.id} />}
      {may('test') && <TestPanel endpoint={endpoint} />}
      <div className={classes['buttons']}>
        <ButtonLink to={`${base}/endpoints/${endpoint.id}`}>Open the endpoint</ButtonLink>
      </div>
    </div>
  );
}

function FirstSecret({ id }: { id: string }) {
  const tenant = useTenant();
  const { data, error, refetch } = useQuery({
    queryKey: ['secret', tenant, id],
    gcTime: 0,
    queryFn: ({ signal }) => {
      const params = { path: { tenant, id } };
      return read(api.GET('/v1/tenants/{tenant}/endpoints/{id}/secret', { params, signal }));
    },
  });
  return (
    <Panel title="Secret">
      <p className={classes['hint']}>
        Every request is signed with it. Put it into the settings of your server, not into its code.
      </p>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Secret secret={data.secret} label="secret" />}
    </Panel>
  );
}
