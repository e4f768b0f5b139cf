/** Time and chance as arguments, so that pure code stays pure. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A number in [0, 1). */
export type Random = () => number;
