const SECOND_MS = 1000;

/** The most requests that came within any second, wherever it begins. */
export function busiestSecond(arrivedAtMs: readonly number[]): number {
  const sorted = [...arrivedAtMs].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [index, atMs] of sorted.entries()) {
    while ((sorted[first] ?? atMs) <= atMs - SECOND_MS) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
