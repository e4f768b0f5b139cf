import type { Schemas } from '../../api/client';
import { useTenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { DataTable, type Column } from '../../components/data-table';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Panel } from '../../components/page';
import { ReasonText } from '../../components/reason-text';
import { StatusBadge } from '../../components/status-badge';
import { EndpointRef } from '../endpoint-ref';
import { endpointLabel, useEndpoints } from '../endpoints';
import classes from './event-destinations.module.css';

type Delivery = Schemas['Event']['deliveries'][number];

const COLUMNS: readonly Column<Delivery>[] = [
  {
    header: 'Receiver',
    cell: (delivery) => <Receiver delivery={delivery} />,
  },
  { header: 'Status', cell: ({ status }) => <StatusBadge status={status} />, isNarrow: true },
  {
    header: 'Why',
    cell: ({ status, reason, reason_text: text, docs_url: docsUrl }) =>
      status === 'succeeded' || reason === null ? (
        '–'
      ) : (
        <ReasonText reason={reason} text={text} docsUrl={docsUrl} />
      ),
  },
  {
    header: 'Attempts',
    cell: ({ attempt_count: count, max_attempts: most }) => `${count} of ${most}`,
    isNarrow: true,
  },
  { header: 'Answer', cell: ({ last_code: code }) => code ?? '–', isNarrow: true },
  {
    header: 'Next attempt',
    cell: ({ next_attempt_at: at }) => <Moment at={at} show="relative" />,
    isNarrow: true,
  },
];

/** What the endpoint is called, and its host or the recipient where that is another. */
function Receiver({ delivery }: { delivery: Delivery }) {
  const { recipient, endpoint_host: host, endpoint_id: id, channel } = delivery;
  const { data } = useEndpoints();
  const endpoint = data?.find((each) => each.id === id);
  const address = recipient ?? host ?? channel;
  const name = endpoint === undefined ? address : endpointLabel(endpoint);
  return (
    <>
      <ForeignText text={name} />
      {name !== address && (
        <>
          {' '}
          <span className={classes['address']}>
            <ForeignText text={address} />
          </span>
        </>
      )}
    </>
  );
}

/** Where an event went, and to which endpoints it did not go and why. */
export function EventDestinations({ event }: { event: Schemas['Event'] }) {
  const base = useTenantBase();
  const { deliveries, unsent } = event;
  return (
    <>
      <Panel title="Deliveries">
        <DataTable
          label="Deliveries"
          columns={COLUMNS}
          list={listOf(deliveries)}
          rowKey={({ id }) => id}
          rowLink={({ id }) => `${base}/deliveries/${id}`}
          empty={{ title: 'It was sent to no endpoint', hint: 'Why is said below.' }}
        />
      </Panel>
      {unsent.length > 0 && (
        <Panel title="Not sent to">
          <ul className={classes['unsent']}>
            {unsent.map(({ endpoint_id: id, reason, reason_text: text, docs_url: docsUrl }) => (
              <li key={`${id} ${reason}`}>
                {id === null ? <strong>No endpoint</strong> : <EndpointRef id={id} />}
                <ReasonText reason={reason} text={text} docsUrl={docsUrl} />
              </li>
            ))}
          </ul>
          <p>
            <AppLink to={`${base}/endpoints`}>All endpoints</AppLink>
          </p>
        </Panel>
      )}
    </>
  );
}

function listOf(rows: readonly Delivery[]) {
  const nothing = (): void => undefined;
  return {
    rows: [...rows],
    isLoading: false,
    error: null,
    asOf: 0,
    hasMore: false,
    isLoadingMore: false,
    more: nothing,
    retry: nothing,
  };
}
