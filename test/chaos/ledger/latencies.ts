import type { PublishLine, RequestLine } from './lines.js';
import { firstAcceptances } from './reconcile.js';

/**
 * Milliseconds from the moment an event was sent to the api until its receiver had read it, shortest
 * first. What has not arrived counts as for ever.
 */
export function latenciesMs(
  published: readonly PublishLine[],
  received: readonly RequestLine[],
): number[] {
  const arrivedAt = new Map<string, number>();
  for (const { event, kept, arrivedAtMs } of received) {
    if (kept) arrivedAt.set(event, Math.min(arrivedAtMs, arrivedAt.get(event) ?? arrivedAtMs));
  }
  const latencies = [...firstAcceptances(published)].map(
    ([id, { sentAtMs }]) => (arrivedAt.get(id) ?? Infinity) - sentAtMs,
  );
  return latencies.sort((a, b) => a - b);
}

/** Returns a percentile of sorted values; NaN if there are none. */
export function percentile(sorted: readonly number[], percent: number): number {
  const index = Math.ceil((percent / 100) * sorted.length) - 1;
  return sorted[Math.max(0, index)] ?? NaN;
}

/** `p50 9, p99 31, worst 40 ms of 300`. */
export function describeLatencies(sorted: readonly number[]): string {
  const [p50, p99] = [50, 99].map((percent) => percentile(sorted, percent));
  return `p50 ${p50}, p99 ${p99}, worst ${sorted.at(-1)} ms of ${sorted.length}`;
}
