import type { PublishLine, RequestLine } from './lines.js';

/**
 * The longest time in which nothing was delivered although something that was delivered later was
 * accepted already. Events that never arrived are not counted here: they are reported as failed, held or lost.
 */
export function longestGapMs(
  accepted: ReadonlyMap<string, PublishLine>,
  received: readonly RequestLine[],
): number {
  const deliveredAt = new Map<string, number>();
  for (const { event, kept, atMs } of received) {
    if (kept) deliveredAt.set(event, Math.min(atMs, deliveredAt.get(event) ?? atMs));
  }
  const steps: { atMs: number; change: number }[] = [];
  for (const [id, endMs] of deliveredAt) {
    const startMs = accepted.get(id)?.atMs;
    // A receiver may be quicker than the answer to the publisher.
    if (startMs === undefined || startMs >= endMs) continue;
    steps.push({ atMs: startMs, change: 1 }, { atMs: endMs, change: -1 });
  }
  steps.sort((a, b) => a.atMs - b.atMs || b.change - a.change);
  let outstanding = 0;
  let sinceMs = 0;
  let longest = 0;
  for (const { atMs, change } of steps) {
    if (change < 0) longest = Math.max(longest, atMs - sinceMs);
    if (change < 0 || outstanding === 0) sinceMs = atMs;
    outstanding += change;
  }
  return longest;
}
