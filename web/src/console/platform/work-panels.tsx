import type { Schemas } from '../../api/client';
import { tenantBase } from '../../app/tenant';
import { AppLink } from '../../components/app-link';
import { ForeignText } from '../../components/foreign-text';
import { Moment } from '../../components/moment';
import { Facts, Panel } from '../../components/page';
import { writeSeconds } from '../../components/write-time';
import { PlainTable, rowsOf } from './plain-table';

/** What waits to be sent. */
export function QueuePanel({ queue }: { queue: Schemas['Platform']['queue'] }) {
  return (
    <Panel title="Queue">
      <PlainTable
        label="Queue by tenant and lane"
        heads={['Tenant', 'Lane', 'Live', 'Sandbox', 'Due', 'Oldest']}
        rows={rowsOf(queue, (row) => [
          <AppLink key="tenant" to={tenantBase(row.tenant_id)}>
            <ForeignText text={row.tenant_name} />
          </AppLink>,
          row.lane,
          row.queued - row.sandbox,
          row.sandbox,
          row.due,
          row.oldest_age_seconds === null ? '–' : writeSeconds(row.oldest_age_seconds),
        ])}
        empty="Nothing waits."
      />
    </Panel>
  );
}

/** What workers have claimed, and what they have lost. */
export function ClaimsPanel({ claims }: { claims: Schemas['Platform']['claims'] }) {
  if (claims === null) return <Panel title="Claims">Not known at the moment.</Panel>;
  const { in_flight, expired, last_end_at, quarantined, lost } = claims;
  return (
    <Panel title="Claims">
      <Facts
        facts={[
          [
            'In flight',
            last_end_at === null ? (
              in_flight
            ) : (
              <span key="in-flight">
                {in_flight}, under leases until <Moment at={last_end_at} /> at most
              </span>
            ),
          ],
          [
            'Leases that ended without a record',
            expired === 0 ? 0 : `${expired}: a worker died or is late; others take them back`,
          ],
          ['Quarantined', quarantined === 0 ? 0 : `${quarantined}: their workers died five times`],
          ['Attempts of lost workers, in this hour and the last', lost],
        ]}
      />
    </Panel>
  );
}

/** The processes that are running. */
export function WorkersPanel({ workers }: { workers: Schemas['Platform']['workers'] }) {
  return (
    <Panel title="Processes">
      <PlainTable
        label="Processes"
        heads={['Process', 'Role', 'Version', 'Started', 'Last seen', 'In flight']}
        rows={rowsOf(workers, (worker) => [
          <code key="id">{worker.id}</code>,
          [worker.roles].flat().join(', '),
          worker.version,
          <Moment key="started" at={worker.started_at} show="relative" />,
          <Moment key="seen" at={worker.last_seen_at} show="relative" />,
          worker.in_flight,
        ])}
        empty="No worker has been seen: nothing is delivered."
      />
    </Panel>
  );
}
