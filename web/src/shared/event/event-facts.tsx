import type { Schemas } from '../../api/client';
import { useTenantBase } from '../../app/tenant';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { Moment } from '../../components/moment';
import { Facts, Panel } from '../../components/page';

/** What stands on the outside of an event. */
export function EventFacts({ event }: { event: Schemas['Event'] }) {
  const base = useTenantBase();
  const link = (id: string) => <Id key={id} id={id} to={`${base}/events/${id}`} />;
  const text = (value: string | null) => (value === null ? '–' : <ForeignText text={value} />);
  return (
    <Panel title="Facts">
      <Facts
        facts={[
          ['Event', <Id key="id" id={event.id} />],
          ['Created', <Moment key="created" at={event.created} show="both" />],
          ['Subject', text(event.subject)],
          ['Sequence', event.sequence ?? '–'],
          ['External reference', text(event.external_ref)],
          ['Environment', event.is_sandbox ? 'sandbox' : 'live'],
          ...(event.caused_by === null ? [] : ([['Derived from', link(event.caused_by)]] as const)),
          ...(event.derived.length === 0
            ? []
            : ([['Derived events', event.derived.map(link)]] as const)),
          ...(event.redacted_at === null
            ? []
            : ([['Redacted', <Moment key="redacted" at={event.redacted_at} />]] as const)),
        ]}
      />
    </Panel>
  );
}
