import { useQuery } from '@tanstack/react-query';
import { call, type Schemas } from '../../api/client';
import { Loading, StaleNotice } from '../../components/list-state';
import { Moment } from '../../components/moment';
import { Columns, Facts, Page, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { Tag } from '../../components/status-badge';
import { writeBytes } from '../../components/write-time';
import { PlainTable, rowsOf } from './plain-table';
import { DatabasePanels } from './database-panels';
import { ClaimsPanel, QueuePanel, WorkersPanel } from './work-panels';

/** How the installation itself is doing. */
export function PlatformPage() {
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['platform'],
    queryFn: ({ signal }) => call<Schemas['Platform']>('GET', '/v1/platform', { signal }),
    refetchInterval: 15_000,
  });
  if (data === undefined) {
    return (
      <Page title="Platform">
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
      title="Platform"
      summary={
        <>
          Version {data.version}, as of <Moment at={data.as_of} />
        </>
      }
    >
      {error !== null && <StaleNotice asOf={dataUpdatedAt} onRetry={() => void refetch()} />}
      <Services platform={data} />
      <QueuePanel queue={data.queue} />
      <ClaimsPanel claims={data.claims} />
      <WorkersPanel workers={data.workers} />
      <DatabasePanels database={data.database} />
      <Columns min={420}>
        <Panel title="Errors of outgoing requests">
          <PlainTable
            label="Errors of outgoing requests"
            heads={['Host', 'Error', 'Live', 'Sandbox', 'Last']}
            rows={rowsOf(data.egress_errors, (row) => [
              row.host,
              row.class.replaceAll('_', ' '),
              row.count - row.sandbox,
              row.sandbox,
              <Moment key="at" at={row.last_at} show="relative" />,
            ])}
            empty="No errors of late."
          />
        </Panel>
        <Panel title="Encryption keys">
          <PlainTable
            label="Encryption keys"
            heads={['Key', 'State', 'Data keys']}
            rows={rowsOf(data.encryption_keys, ({ id, status, data_keys: count }) => [
              id,
              status,
              count,
            ])}
            empty="No keys."
          />
        </Panel>
      </Columns>
      <Panel title="Configuration">
        <PlainTable
          label="Configuration"
          heads={['Setting', 'Value', 'From']}
          rows={data.configuration.map(({ name, value, source }) => [
            <code key="name">{name}</code>,
            value ?? '–',
            source,
          ])}
          empty="Nothing is configured."
        />
      </Panel>
    </Page>
  );
}

const UNKNOWN = 'not known at the moment';

function Services({ platform: { database, redis, mail } }: { platform: Schemas['Platform'] }) {
  return (
    <Panel title="Services">
      <Facts
        facts={[
          [
            'Database',
            database === null
              ? UNKNOWN
              : `PostgreSQL ${database.version}, ${writeBytes(database.size_bytes)}`,
          ],
          [
            'Connections',
            database === null ? UNKNOWN : `${database.connections} of ${database.max_connections}`,
          ],
          ['Redis', <RedisState key="redis" redis={redis} />],
          ['Mail', mail.configured ? (mail.host ?? 'configured') : 'not configured'],
        ]}
      />
    </Panel>
  );
}

function RedisState({ redis }: Pick<Schemas['Platform'], 'redis'>) {
  if (redis === null) return UNKNOWN;
  if (redis.mode === 'in_process') return 'not used: dispatch within the process';
  return redis.reachable ? <Tag tone="good">reachable</Tag> : <Tag tone="bad">not reachable</Tag>;
}
