import type { Schemas } from '../../api/client';
import { AppLink } from '../../components/app-link';
import type { Column } from '../../components/data-table';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { StatusBadge, Tag } from '../../components/status-badge';
import classes from './delivery-columns.module.css';
import { endpointLabel, type Endpoint } from '../../shared/endpoints';

type Delivery = Schemas['Delivery'];

interface Shown {
  /** Where the pages of the tenant live. */
  base: string;
  /** What the endpoints are called; absent where the page is about one endpoint. */
  endpoints?: readonly Endpoint[];
}

/** A delivery as a row: what, where to, how it stands and what happens next. */
export function deliveryColumns({ base, endpoints }: Shown): readonly Column<Delivery>[] {
  const endpoint: Column<Delivery> = {
    header: 'Endpoint',
    cell: ({ endpoint_id: id, endpoint_host: host, recipient, channel }) => {
      const known = endpoints?.find((each) => each.id === id);
      const name = known === undefined ? (host ?? channel) : endpointLabel(known);
      return (
        <span className={classes['standing']}>
          <AppLink to={`${base}/endpoints/${id}`} className={classes['endpoint']}>
            <ForeignText text={name} />
          </AppLink>
          {(recipient ?? host) !== name && (
            <span className={classes['reason']}>
              <ForeignText text={recipient ?? host ?? ''} />
            </span>
          )}
        </span>
      );
    },
  };
  return [
    {
      header: 'Type',
      cell: ({ event_type: type, is_sandbox: isSandbox }) => (
        <>
          <ForeignText text={type} /> {isSandbox && <Tag tone="warn">sandbox</Tag>}
        </>
      ),
    },
    ...(endpoints === undefined ? [] : [endpoint]),
    { header: 'Status', cell: (delivery) => <Standing delivery={delivery} /> },
    { header: 'Attempt', cell: attemptOf, isNarrow: true },
    {
      header: 'Last answer',
      cell: ({ last_code: code }) => (code === null ? '–' : String(code)),
      isNarrow: true,
    },
    { header: 'Next try', cell: (delivery) => <NextTry delivery={delivery} />, isNarrow: true },
    { header: 'Created', cell: ({ created_at: at }) => <Moment at={at} />, isNarrow: true },
  ];
}

function attemptOf({ attempt_count: count, max_attempts: most }: Delivery): string {
  if (count === 0) return 'none yet';
  return count > most ? `${count}` : `${count} of ${most}`;
}

function Standing({ delivery }: { delivery: Delivery }) {
  const { status, reason, reason_text: text, suspicious_success: isSuspicious } = delivery;
  return (
    <span className={classes['standing']}>
      <span>
        <StatusBadge status={status} /> {isSuspicious && <Tag tone="warn">suspicious</Tag>}
      </span>
      {reason !== null && (
        <span className={classes['reason']} title={text ?? undefined}>
          {reason.replaceAll('_', ' ')}
        </span>
      )}
    </span>
  );
}

function NextTry({
  delivery: { in_flight: isInFlight, next_attempt_at: at },
}: {
  delivery: Delivery;
}) {
  return isInFlight ? <span>under way</span> : <Moment at={at} show="relative" />;
}
