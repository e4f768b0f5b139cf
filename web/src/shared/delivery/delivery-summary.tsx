import type { Schemas } from '../../api/client';
import { useTenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';
import { Id } from '../../components/id';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { Facts, Panel } from '../../components/page';
import { ReasonText } from '../../components/reason-text';
import { EndpointRef } from '../endpoint-ref';
import { statusInWords } from './delivery-words';

/** Where the delivery stands in words, and the facts about it. */
export function DeliverySummary({ delivery }: { delivery: Schemas['Delivery'] }) {
  const base = useTenantBase();
  const { tone, title } = statusInWords(delivery);
  const { reason, reason_text: text, docs_url: docsUrl, blocked_by: blocker } = delivery;
  const hasReason = reason !== null && delivery.status !== 'succeeded';
  const next = delivery.next_attempt_at;
  return (
    <>
      <Notice tone={tone} title={title}>
        {hasReason && (
          <div>
            <ReasonText reason={reason} text={text} docsUrl={docsUrl} />
          </div>
        )}
        {next !== null && (
          <div>
            Next attempt: <Moment at={next} show="both" />.
          </div>
        )}
        {blocker !== null && (
          <div>
            It waits for <AppLink to={`${base}/deliveries/${blocker}`}>an earlier delivery</AppLink>{' '}
            of its subject.
          </div>
        )}
      </Notice>
      <Panel title="Facts">
        <Facts
          facts={[
            ['Delivery', <Id key="id" id={delivery.id} />],
            [
              'Event',
              <Id key="event" id={delivery.event_id} to={`${base}/events/${delivery.event_id}`} />,
            ],
            ['Endpoint', <EndpointRef key="endpoint" id={delivery.endpoint_id} />],
            ['Event type', <ForeignText key="type" text={delivery.event_type} />],
            ...(delivery.is_sandbox === null
              ? []
              : [['Environment', delivery.is_sandbox ? 'sandbox' : 'live'] as const]),
            ['Format', delivery.format],
            ['Attempts', `${delivery.attempt_count} of ${delivery.max_attempts}`],
            ['Created', <Moment key="created" at={delivery.created_at} />],
            ['Settled', <Moment key="settled" at={delivery.settled_at} />],
            ...(delivery.minimised
              ? ([['Content', 'Minimised: its subject was erased']] as const)
              : []),
          ]}
        />
      </Panel>
    </>
  );
}
