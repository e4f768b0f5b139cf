import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, read, type Schemas } from '../../api/client';
import { useCan } from '../../api/session';
import { useTenant, useTenantBase } from '../../app/tenant';
import { EmptyState, Loading, StaleNotice } from '../../components/list-state';
import { ForeignText } from '../../components/foreign-text';
import { LockedNote } from '../../components/locked-note';
import { Page, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { StatusBadge } from '../../components/status-badge';
import { AttemptList } from './attempt-list';
import { DeliveryActions } from './delivery-actions';
import { DeliverySummary } from './delivery-summary';
import { renewalOf } from './delivery-words';
import { LastSuccess } from './last-success';
import { RequestPanel } from './request-panel';
import { SignatureDebugger } from './signature-debugger';
import { WhyPanel } from './why-panel';

/** One delivery: where it stands, why, every attempt, and what can be done. */
export function DeliveryPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const tenant = useTenant();
  const base = useTenantBase();
  const delivery = useQuery({
    queryKey: ['delivery', tenant, id],
    queryFn: ({ signal }) => {
      const params = { path: { tenant, id } };
      return read(api.GET('/v1/tenants/{tenant}/deliveries/{id}', { params, signal }));
    },
    refetchInterval: ({ state }) => renewalOf(state.data, Date.now()),
  });
  const { data, error, refetch, dataUpdatedAt } = delivery;
  const crumbs = [{ label: 'Deliveries', to: `${base}/deliveries` }];
  if (data === undefined) {
    return (
      <Page title={`Delivery ${id}`} crumbs={crumbs}>
        {error === null ? (
          <Loading lines={8} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={`Delivery ${id}`}
      heading={<Heading delivery={data} />}
      crumbs={crumbs}
      actions={<DeliveryActions delivery={data} />}
    >
      {error !== null && <StaleNotice asOf={dataUpdatedAt} onRetry={() => void refetch()} />}
      <Contents delivery={data} />
    </Page>
  );
}

function Heading({ delivery }: { delivery: Schemas['Delivery'] }) {
  return (
    <>
      <ForeignText text={delivery.event_type} /> →{' '}
      <ForeignText text={delivery.recipient ?? delivery.endpoint_host ?? 'deleted endpoint'} />{' '}
      <StatusBadge status={delivery.status} />
    </>
  );
}

function Contents({ delivery }: { delivery: Schemas['DeliveryWithAttempts'] }) {
  const seesPayloads = useCan('payloads.read');
  const isWebhook = delivery.channel === 'webhook';
  return (
    <>
      <DeliverySummary delivery={delivery} />
      {delivery.status !== 'succeeded' && <WhyPanel delivery={delivery} />}
      <Panel title="Attempts">
        {delivery.attempts.length === 0 ? (
          <EmptyState title="No attempt yet" hint="Each attempt is shown here once it has ended." />
        ) : (
          <AttemptList attempts={delivery.attempts} createdAt={delivery.created_at} />
        )}
      </Panel>
      {seesPayloads ? (
        <RequestPanel delivery={delivery} />
      ) : (
        <Panel title="Request body">
          <LockedNote text="Your sign-in does not let you see what was sent." />
        </Panel>
      )}
      {isWebhook && delivery.status !== 'succeeded' && <LastSuccess delivery={delivery} />}
      {isWebhook && delivery.attempts.length > 0 && <SignatureDebugger deliveryId={delivery.id} />}
    </>
  );
}
