import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, read, type Schemas } from '../../api/client';
import { useCan } from '../../api/session';
import { useTenant, useTenantBase } from '../../app/tenant';
import { ForeignText } from '../../components/foreign-text';
import { Loading, StaleNotice } from '../../components/list-state';
import { Notice } from '../../components/notice';
import { LockedNote } from '../../components/locked-note';
import { Page, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { Tag } from '../../components/status-badge';
import { EventActions } from './event-actions';
import { EventBody } from './event-body';
import { EventDestinations } from './event-destinations';
import { EventFacts } from './event-facts';

type Event = Schemas['Event'];

/** One event: where it went, where it did not and why, and what it holds. */
export function EventPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const tenant = useTenant();
  const base = useTenantBase();
  // What was revealed stays on this page, and goes with it.
  const [revealed, setRevealed] = useState<Event | null>(null);
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['event', tenant, id],
    queryFn: ({ signal }) => {
      const params = { path: { tenant, id } };
      return read(api.GET('/v1/tenants/{tenant}/events/{id}', { params, signal }));
    },
    refetchInterval: ({ state }) => (isUnsettled(state.data) ? 5000 : false),
  });
  const crumbs = [{ label: 'Events', to: `${base}/events` }];
  if (data === undefined) {
    return (
      <Page title={`Event ${id}`} crumbs={crumbs}>
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
      title={`Event ${id}`}
      heading={<Heading event={data} />}
      crumbs={crumbs}
      actions={<EventActions event={data} onReveal={setRevealed} />}
    >
      {error !== null && <StaleNotice asOf={dataUpdatedAt} onRetry={() => void refetch()} />}
      {revealed !== null && (
        <Notice tone="warn" isSaid title="Revealed">
          Personal data is shown until you leave this page. It is in the audit log, which the tenant
          reads.
        </Notice>
      )}
      <EventFacts event={data} />
      <EventDestinations event={data} />
      <Payload event={revealed ?? data} isRevealed={revealed !== null} />
    </Page>
  );
}

function Payload({ event, isRevealed }: { event: Event; isRevealed: boolean }) {
  if (useCan('payloads.read')) return <EventBody event={event} isRevealed={isRevealed} />;
  return (
    <Panel title="Content">
      <LockedNote text="Your sign-in does not let you see the content of events." />
    </Panel>
  );
}

function Heading({ event }: { event: Event }) {
  return (
    <>
      <ForeignText text={event.type} /> {event.is_sandbox && <Tag tone="info">sandbox</Tag>}{' '}
      {event.redacted_at !== null && <Tag tone="warn">redacted</Tag>}
    </>
  );
}

function isUnsettled(event: Event | undefined): boolean {
  return event?.deliveries.some(({ status }) => status === 'pending') ?? false;
}
