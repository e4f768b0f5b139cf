/** The time as an argument of pure code, in milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = Date;

/** Returns a number in [0, 1), like `Math.random`. */
export type Random = () => number;
