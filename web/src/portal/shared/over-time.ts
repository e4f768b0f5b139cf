/** A row of the statistics: the dimensions and the measures that were asked for. */
export interface StatisticsRow {
  time: string;
  endpoint?: string | null;
  status?: string | null;
  events?: number;
  deliveries?: number;
  attempts?: number;
  succeeded?: number;
  failed?: number;
  held?: number | null;
  first_try_rate?: number | null;
  success_rate?: number | null;
  latency_p50?: number | null;
  latency_p95?: number | null;
  oldest_undelivered_seconds?: number | null;
}

export type Window = '24h' | '7d' | '30d';

export const WINDOWS: Record<Window, { label: string; hours: number; step: 'hour' | 'day' }> = {
  '24h': { label: '24 hours', hours: 24, step: 'hour' },
  '7d': { label: '7 days', hours: 168, step: 'hour' },
  '30d': { label: '30 days', hours: 720, step: 'day' },
};

/** Every hour or day of a window, ascending, with the row of each; null where nothing happened. */
export function overTime(
  rows: readonly StatisticsRow[],
  window: Window,
  now = Date.now(),
): { times: string[]; rows: (StatisticsRow | null)[] } {
  const { hours, step } = WINDOWS[window];
  const size = (step === 'day' ? 24 : 1) * 3_600_000;
  const last = Math.floor(now / size) * size;
  const count = hours / (step === 'day' ? 24 : 1);
  const times = Array.from({ length: count }, (_, index) => last - (count - 1 - index) * size);
  const byTime = new Map(rows.map((row) => [new Date(row.time).getTime(), row]));
  return {
    times: times.map((time) => new Date(time).toISOString()),
    rows: times.map((time) => byTime.get(time) ?? null),
  };
}
