import { useMemo } from 'react';
import { Chart } from '../../components/chart';
import { EmptyState, Loading } from '../../components/list-state';
import { Columns, Panel } from '../../components/page';
import { ProblemNotice } from '../../components/problem-notice';
import { overTime, WINDOWS, type Window } from '../shared/over-time';
import { useStatistics } from '../shared/statistics';
import { writeLatency } from './key-figures';

const MEASURES = ['deliveries', 'failed', 'latency_p50', 'latency_p95'] as const;

/** Deliveries and the receivers' latency over time; of one endpoint where one is named. */
export function Traffic({ window, endpointId }: { window: Window; endpointId?: string }) {
  const { data, error, refetch } = useStatistics({
    measures: MEASURES,
    window,
    hasSteps: true,
    ...(endpointId !== undefined && { endpointId }),
  });
  const { times, rows } = useMemo(() => overTime(data?.data ?? [], window), [data, window]);
  const per = WINDOWS[window].step;
  const deliveries = useMemo(
    () => [
      {
        label: 'Deliveries',
        tone: 'accent' as const,
        values: rows.map((row) => row?.deliveries ?? 0),
      },
      { label: 'Failed', tone: 'bad' as const, values: rows.map((row) => row?.failed ?? 0) },
    ],
    [rows],
  );
  const latency = useMemo(
    () => [
      {
        label: 'p50',
        tone: 'accent' as const,
        values: rows.map((row) => row?.latency_p50 ?? null),
      },
      { label: 'p95', tone: 'warn' as const, values: rows.map((row) => row?.latency_p95 ?? null) },
    ],
    [rows],
  );
  if (error !== null && data === undefined) {
    return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  }
  // A chart without figures would say that nothing was sent.
  if (data === undefined) {
    return (
      <Panel title="Over time">
        <Loading lines={4} />
      </Panel>
    );
  }
  if (data.data.length === 0) {
    return (
      <Panel title="Over time">
        <EmptyState title="Nothing was sent in this time" />
      </Panel>
    );
  }
  return (
    <Columns min={420}>
      <Panel title={`Deliveries per ${per}`}>
        <Chart label={`Deliveries per ${per}, and failed ones`} times={times} series={deliveries} />
      </Panel>
      <Panel title="Receiver latency">
        {rows.every((row) => row?.latency_p50 == null) ? (
          <EmptyState title="No receiver was measured in this time" />
        ) : (
          <Chart
            label={`Latency of receivers per ${per}, median and 95th percentile`}
            times={times}
            series={latency}
            write={writeLatency}
          />
        )}
      </Panel>
    </Columns>
  );
}
