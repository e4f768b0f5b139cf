/** The channels of an endpoint. The first one is the default. */
export const CHANNELS = ['webhook', 'email', 'slack', 'inspector'] as const;

export type ChannelName = (typeof CHANNELS)[number];

/** Returns whether a channel makes signed requests in a format; the others have messages of their own. */
export function hasRequests(channel: ChannelName): boolean {
  return channel === 'webhook' || channel === 'inspector';
}

/**
 * A delivery that has lost this many leases in a row is claimed alone, so that it cannot take other
 * deliveries with it if the worker dies again. The SQL functions of the claim hold the same number.
 */
export const SOLO_AFTER_LOST_LEASES = 5;

/**
 * Milliseconds after which an attempt counts as slow and moves to the slow lane. The SQL functions of the
 * claim hold the same number.
 */
export const SLOW_ATTEMPT_MS = 250;

/** Milliseconds after which an attempt keeps its endpoint in the slow lane for a minute. Its record has to say so. */
export const LONG_ATTEMPT_MS = 2_000;
