import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client';
import type { Platform } from '../../api/pending';
import { Loading, StaleNotice } from '../../components/list-state';
import { Moment } from '../../components/moment';
import { Columns, Facts, Page, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { Tag } from '../../components/status-badge';
import { writeBytes } from '../../components/write-time';
import { PlainTable } from './plain-table';
import { DatabasePanels } from './database-panels';
import { QueuePanel, WorkersPanel } from './work-panels';

/** How the installation itself is doing. */
export function PlatformPage() {
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['platform'],
    queryFn: ({ signal }) => call<Platform>('GET', '/v1/platform', { signal }),
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
      <WorkersPanel workers={data.workers} />
      <DatabasePanels database={data.database} />
      <Columns min={420}>
        <Panel title="Errors of outgoing requests">
          <PlainTable
            label="Errors of outgoing requests"
            heads={['Host', 'Error', 'Count', 'Last']}
            rows={data.egress_errors.map(({ host, class: kind, count, last_at: at }) => [
              host,
              kind.replaceAll('_', ' '),
              count,
              <Moment key="at" at={at} show="relative" />,
            ])}
            empty="No errors of late."
          />
        </Panel>
        <Panel title="Encryption keys">
          <PlainTable
            label="Encryption keys"
            heads={['Key', 'State', 'Data keys']}
            rows={data.encryption_keys.map(({ id, status, data_keys: count }) => [
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

function Services({ platform: { database, redis, mail } }: { platform: Platform }) {
  return (
    <Panel title="Services">
      <Facts
        facts={[
          ['Database', `PostgreSQL ${database.version}, ${writeBytes(database.size_bytes)}`],
          ['Connections', `${database.connections} of ${database.max_connections}`],
          [
            'Redis',
            redis.mode === 'in_process' ? (
              'not used: dispatch within the process'
            ) : redis.reachable ? (
              <Tag key="redis" tone="good">
                reachable
              </Tag>
            ) : (
              <Tag key="redis" tone="bad">
                not reachable
              </Tag>
            ),
          ],
          ['Mail', mail.configured ? (mail.host ?? 'configured') : 'not configured'],
        ]}
      />
    </Panel>
  );
}
