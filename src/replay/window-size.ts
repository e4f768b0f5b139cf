// Deliveries of one replay that may be queued without an attempt yet.
export const INITIAL_WINDOW_SIZE = 10;
const MIN_WINDOW_SIZE = 5;
export const MAX_WINDOW_SIZE = 500;

/**
 * Returns the window size for the next step, given the current size and how many of its deliveries still
 * wait. Deliveries are sent in the order of their due times, so those of a replay go before events that
 * are published later: the window should hold no more than the endpoint takes between two steps.
 */
export function nextWindowSize(size: number, waiting: number): number {
  if (waiting <= size / 4) return Math.min(MAX_WINDOW_SIZE, size * 2);
  return waiting > size / 2 ? Math.max(MIN_WINDOW_SIZE, Math.floor(size / 2)) : size;
}
