import type { Endpoint } from '../endpoint.entity.js';

/** Deliveries that one message tells of at most. */
const MAX_IN_ONE_MESSAGE = 50;

/** How Slack is sent to: a message a second at most, which tells of all that has come together by then. */
export const SLACK_FLOW = {
  batch: { max_items: MAX_IN_ONE_MESSAGE, wait_ms: 0 },
  maxInFlight: MAX_IN_ONE_MESSAGE,
  rateLimitPerSecond: 1,
} satisfies Partial<Endpoint>;
