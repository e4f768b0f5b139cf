/** How many deliveries of a replay wait at the beginning, at least and at most. */
export const FIRST_WIDTH = 10;
const LEAST_WIDTH = 5;
export const MOST_WIDTH = 500;

/**
 * How many deliveries of a replay may wait from now on. What is queued is sent in the order in which
 * it came due, so whatever waits for a replay stands before the events that are published next: there
 * should be no more of it than the endpoint takes between two looks.
 */
export function nextWidth(width: number, waiting: number): number {
  if (waiting <= width / 4) return Math.min(MOST_WIDTH, width * 2);
  return waiting > width / 2 ? Math.max(LEAST_WIDTH, Math.floor(width / 2)) : width;
}
