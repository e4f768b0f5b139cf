/** What can be measured. */
export const MEASURES = [
  'events',
  'deliveries',
  'attempts',
  'succeeded',
  'failed',
  'held',
  'first_try_rate',
  'success_rate',
  'latency_p50',
  'latency_p95',
  'latency_p99',
  'lag_p95',
  'oldest_undelivered_seconds',
] as const;
export type Measure = (typeof MEASURES)[number];

/** By what it can be grouped. */
export const DIMENSIONS = [
  'tenant',
  'endpoint',
  'type',
  'status',
  'class',
  'code',
  'reason',
  'channel',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const STEPS = ['hour', 'day'] as const;
export type Step = (typeof STEPS)[number];

/** Returns the share, to four decimals; null where there is nothing to divide. */
export function rate(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((part / whole) * 10_000) / 10_000 : null;
}
