import { EnvironmentSwitch } from '../../components/environment-switch';
import { Moment } from '../../components/moment';
import { Notice } from '../../components/notice';
import { Facts, Panel } from '../../components/page';
import { writeNumber, writeSeconds, writeShare } from '../../components/write-time';
import { writeLatency } from '../overview/key-figures';
import { OpenProblems } from '../overview/open-problems';
import { Traffic } from '../overview/traffic';
import type { Endpoint } from '../shared/endpoints';
import { useStatistics } from '../shared/statistics';

const MEASURES = [
  'deliveries',
  'failed',
  'held',
  'first_try_rate',
  'success_rate',
  'latency_p95',
  'oldest_undelivered_seconds',
] as const;
const SOON_DAYS = 14;
const DAY_MS = 86_400_000;
const SKEW_SECONDS = 30;

/** How an endpoint does, and what will go wrong with it. */
export function EndpointHealth({ endpoint }: { endpoint: Endpoint }) {
  const { data } = useStatistics({ measures: MEASURES, window: '24h', endpointId: endpoint.id });
  const row = data?.data[0];
  const { tls_expires_at: expires, clock_skew_seconds: skew } = endpoint;
  return (
    <>
      <OpenProblems endpointId={endpoint.id} />
      <Warnings expires={expires} skew={skew} />
      <Panel title="Last 24 hours" actions={<EnvironmentSwitch />}>
        <Facts
          facts={[
            ['Deliveries', writeNumber(row?.deliveries)],
            ['Failed', writeNumber(row?.failed)],
            ['Held', writeNumber(row?.held)],
            ['Success on first try', writeShare(row?.first_try_rate)],
            ['Eventual success', writeShare(row?.success_rate)],
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

function Warnings({ expires, skew }: { expires: string | null; skew: number | null }) {
  const left = expires == null ? null : (new Date(expires).getTime() - Date.now()) / DAY_MS;
  return (
    <>
      {left !== null && left < SOON_DAYS && (
        <Notice
          tone={left < 3 ? 'bad' : 'warn'}
          title={
            <>
              The certificate of your server expires <Moment at={expires} show="both" />
            </>
          }
        >
          After that every delivery fails. Renew it.
        </Notice>
      )}
      {skew != null && Math.abs(skew) > SKEW_SECONDS && (
        <Notice tone="warn" title={`The clock of your server is ${skewOf(skew)}`}>
          Checks of the timestamp of a signature may fail. Let it take the time from the network.
        </Notice>
      )}
    </>
  );
}

function secondsOf(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? '–' : writeSeconds(seconds);
}

function skewOf(seconds: number): string {
  if (Math.abs(seconds) < 1) return 'right';
  return `${writeSeconds(Math.abs(seconds))} ${seconds > 0 ? 'ahead' : 'behind'}`;
}
