// Deliveries of one replay that may be queued without an attempt yet.
export const INITIAL_WINDOW_SIZE = 10;
const MIN_WINDOW_SIZE = 5;
export const MAX_WINDOW_SIZE = 500;

/** A pause that is made up for at most, so that a replay that had to wait does not send all at once afterwards. */
const MOST_SECONDS_AT_ONCE = 1;

/**
 * Returns how many deliveries may be queued now by the rate of a replay: what the time since its start allows, less
 * what was queued, and at most as many as belong to one second.
 */
export function allowedByRate(
  rate: number | null,
  { queued, runningMs }: { queued: number; runningMs: number },
): number {
  if (rate === null) return Infinity;
  const allowed = Math.floor((runningMs / 1000) * rate) - queued;
  return Math.max(0, Math.min(allowed, rate * MOST_SECONDS_AT_ONCE));
}

/**
 * Returns the window size for the next step, given the current size and how many of its deliveries still
 * wait. Deliveries are sent in the order of their due times, so those of a replay go before events that
 * are published later: the window should hold no more than the endpoint takes between two steps.
 */
export function nextWindowSize(size: number, waiting: number): number {
  if (waiting <= size / 4) return Math.min(MAX_WINDOW_SIZE, size * 2);
  return waiting > size / 2 ? Math.max(MIN_WINDOW_SIZE, Math.floor(size / 2)) : size;
}
