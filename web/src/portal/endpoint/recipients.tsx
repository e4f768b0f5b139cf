import { useQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { ForeignText } from '../../components/foreign-text';
import { Loading } from '../../components/list-state';
import { Moment } from '../../components/moment';
import { Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { StatusBadge } from '../../components/status-badge';
import classes from './endpoint.module.css';

/** The recipients of mails, and whether each has confirmed its address. */
export function Recipients({ endpointId }: { endpointId: string }) {
  const tenant = useTenant();
  const { data, error, refetch } = useQuery({
    queryKey: ['recipients', tenant, endpointId],
    queryFn: ({ signal }) => {
      const params = { path: { tenant, id: endpointId } };
      return read(api.GET('/v1/tenants/{tenant}/endpoints/{id}/recipients', { params, signal }));
    },
  });
  return (
    <Panel title="Recipients">
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={2} />}
      <ul className={classes['recipients']}>
        {(data ?? []).map(({ address, confirmed_at: at }) => (
          <li key={address}>
            <ForeignText text={address} />
            {at === null ? (
              <>
                <StatusBadge status="not confirmed" tone="warn" />
                <span className={classes['hint']}>gets only the mail that asks for it</span>
              </>
            ) : (
              <>
                <StatusBadge status="confirmed" tone="good" />
                <span className={classes['hint']}>
                  <Moment at={at} />
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
