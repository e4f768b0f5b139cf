import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { call } from '../../api/client';
import { useTenant } from '../../app/tenant';
import { useEnvironment, useQueryState } from '../../app/url-state';
import { WINDOWS, type StatisticsRow, type Window } from './over-time';

interface Statistics {
  data: StatisticsRow[];
  as_of: string;
}

/** The window that the address names, by default the last 24 hours. */
export function useWindow(): [Window, (window: Window) => void] {
  const [{ window: named = '' }, change] = useQueryState();
  const current: Window = named === '7d' || named === '30d' ? named : '24h';
  return [current, (next) => change({ window: next === '24h' ? null : next })];
}

interface Wanted {
  measures: readonly Exclude<keyof StatisticsRow, 'time' | 'endpoint' | 'status'>[];
  window: Window;
  by?: 'endpoint' | 'status';
  /** One row for each hour or day; absent: one for the whole window. */
  hasSteps?: boolean;
  endpointId?: string;
}

export function useStatistics(wanted: Wanted): UseQueryResult<Statistics> {
  const tenant = useTenant();
  const environment = useEnvironment();
  const { measures, window, by, hasSteps = false, endpointId } = wanted;
  return useQuery({
    queryKey: [
      'statistics',
      tenant,
      environment,
      measures.join(),
      window,
      by,
      hasSteps,
      endpointId,
    ],
    staleTime: 30_000,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({
        measures: measures.join(),
        environment,
        since: new Date(Date.now() - WINDOWS[window].hours * 3_600_000).toISOString(),
        ...(by !== undefined && { by }),
        ...(hasSteps && { step: WINDOWS[window].step }),
        ...(endpointId !== undefined && { endpoint_id: endpointId }),
      });
      const path = `/v1/tenants/${encodeURIComponent(tenant)}/stats?${query.toString()}`;
      return call<Statistics>('GET', path, { signal });
    },
  });
}

/** How many deliveries of a window stand how, by status. */
export type Standing = Partial<Record<string, number>>;

/** Undefined until it is known. */
export function useStanding(window: Window, endpointId?: string): Standing | undefined {
  const { data } = useStatistics({
    measures: ['deliveries'],
    window,
    by: 'status',
    ...(endpointId !== undefined && { endpointId }),
  });
  return (
    data &&
    Object.fromEntries(data.data.map(({ status, deliveries = 0 }) => [status ?? '', deliveries]))
  );
}
