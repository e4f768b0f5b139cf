import { EnvironmentSwitch } from '../../components/environment-switch';
import { Moment } from '../../components/moment';
import { Facts, Panel } from '../../components/page';
import { writeNumber, writeSeconds, writeShare } from '../../components/write-time';
import { writeLatency } from '../overview/key-figures';
import { OpenProblems } from '../overview/open-problems';
import { Traffic } from '../overview/traffic';
import type { Endpoint } from '../../shared/endpoints';
import { EventualSuccess } from '../shared/eventual-success';
import { useStanding, useStatistics } from '../shared/statistics';

const MEASURES = [
  'deliveries',
  'failed',
  'held',
  'first_try_rate',
  'success_rate',
  'succeeded',
  'latency_p95',
  'oldest_undelivered_seconds',
] as const;

/** How an endpoint does, and what will go wrong with it. */
export function EndpointHealth({ endpoint }: { endpoint: Endpoint }) {
  const { data } = useStatistics({ measures: MEASURES, window: '24h', endpointId: endpoint.id });
  const row = data?.data[0];
  const standing = useStanding('24h', endpoint.id);
  const { tls_expires_at: expires, clock_skew_seconds: skew } = endpoint;
  return (
    <>
      <OpenProblems endpointId={endpoint.id} />
      <Panel title="Last 24 hours" actions={<EnvironmentSwitch />}>
        <Facts
          facts={[
            ['Deliveries', writeNumber(row?.deliveries)],
            ['Failed', writeNumber(row?.failed)],
            ['Held', writeNumber(row?.held)],
            ['Success on first try', writeShare(row?.first_try_rate)],
            ['Eventual success', <EventualSuccess key="eventual" row={row} standing={standing} />],
            ['Latency p95', writeLatency(row?.latency_p95)],
            ['Oldest undelivered', secondsOf(row?.oldest_undelivered_seconds)],
            [
              'Last success',
              <Moment key="success" at={endpoint.last_success_at} show="relative" />,
            ],
            ['Failing since', <Moment key="failing" at={endpoint.failing_since} show="relative" />],
            ...(expires === null
              ? []
              : [
                  [
                    'Certificate expires',
                    <Moment key="tls" at={expires} show="relative" />,
                  ] as const,
                ]),
            ...(skew === null ? [] : [['Clock of the receiver', skewOf(skew)] as const]),
          ]}
        />
      </Panel>
      <Traffic window="24h" endpointId={endpoint.id} />
    </>
  );
}

function secondsOf(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? '–' : writeSeconds(seconds);
}

/** The `Date` of an answer has whole seconds, so that one of difference says nothing. */
function skewOf(seconds: number): string {
  if (Math.abs(seconds) <= 1) return 'correct';
  return `${writeSeconds(Math.abs(seconds))} ${seconds > 0 ? 'ahead' : 'behind'}`;
}
