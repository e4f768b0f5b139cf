export { classifyOutcome, heldBackUntil, nextAttemptAt } from './retry-decision.js';
export type { AttemptEnd, Outcome, ScheduleStep } from './retry-decision.js';
export { parseRetryAfter } from './parse-retry-after.js';
