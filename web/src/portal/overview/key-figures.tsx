import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTenantBase } from '../../app/tenant';
import { useEnvironment } from '../../app/url-state';
import { AppLink } from '../../components/app-link';
import { StaleNotice } from '../../components/list-state';
import { Moment } from '../../components/moment';
import { ProblemNotice } from '../../components/problem-notice';
import { writeNumber, writeSeconds, writeShare } from '../../components/write-time';
import { ofSettled } from '../shared/eventual-success';
import { WINDOWS, type StatisticsRow, type Window } from '../shared/over-time';
import { useStanding, useStatistics } from '../shared/statistics';
import classes from './overview.module.css';

const MEASURES = [
  'events',
  'deliveries',
  'succeeded',
  'failed',
  'held',
  'first_try_rate',
  'success_rate',
  'latency_p50',
  'latency_p95',
  'oldest_undelivered_seconds',
] as const;

export function KeyFigures({ window }: { window: Window }) {
  const base = useTenantBase();
  const environment = useEnvironment();
  const standing = useStanding(window);
  const { data, error, isPending, dataUpdatedAt, refetch } = useStatistics({
    measures: MEASURES,
    window,
  });
  if (error !== null && data === undefined) {
    return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  }
  const row: Partial<StatisticsRow> = data?.data[0] ?? {};
  const place = environment === 'all' ? {} : { environment };
  const figures: [string, string, ReactNode?][] = [
    ['Events', writeNumber(row.events ?? 0)],
    [
      'Deliveries',
      writeNumber(row.deliveries ?? 0),
      <AppLink
        key="failed"
        to={`${base}/deliveries`}
        search={{ status: 'failed', since: beginningOf(window), ...place }}
      >
        {writeNumber(row.failed ?? 0)} failed
      </AppLink>,
    ],
    ['Success on first try', writeShare(row.first_try_rate)],
    ['Eventual success', writeShare(row.success_rate), ofSettled(row, standing)],
    [
      'Held now',
      writeNumber(row.held ?? 0),
      <AppLink key="held" to={`${base}/deliveries`} search={{ status: 'held', ...place }}>
        what is held
      </AppLink>,
    ],
    ['Receiver latency p50', writeLatency(row.latency_p50), `p95 ${writeLatency(row.latency_p95)}`],
    [
      'Oldest undelivered',
      row.oldest_undelivered_seconds == null ? '–' : writeSeconds(row.oldest_undelivered_seconds),
      row.oldest_undelivered_seconds == null ? (
        'nothing waits'
      ) : (
        <AppLink key="pending" to={`${base}/deliveries`} search={{ status: 'pending', ...place }}>
          what waits
        </AppLink>
      ),
    ],
  ];
  return (
    <section aria-label="Key figures">
      {error !== null && <StaleNotice asOf={dataUpdatedAt} onRetry={() => void refetch()} />}
      <dl className={classes['figures']}>
        {figures.map(([label, value, note]) => (
          <div key={label} className={classes['figure']}>
            <dt>{label}</dt>
            <dd>
              <span className={classes['value']}>
                {isPending ? <Skeleton height={26} width={72} /> : value}
              </span>
              {note !== undefined && !isPending && <span className={classes['note']}>{note}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {data !== undefined && (
        <p className={classes['asOf']}>
          Counted up to <Moment at={data.as_of} />
        </p>
      )}
    </section>
  );
}

/** The beginning of the window as the statistics have it: a whole hour. */
function beginningOf(window: Window): string {
  const since = new Date(Date.now() - WINDOWS[window].hours * 3_600_000);
  since.setUTCMinutes(0, 0, 0);
  return since.toISOString();
}

export function writeLatency(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  if (ms > 0 && ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
