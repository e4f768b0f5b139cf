export { classifyOutcome } from './classify-outcome.js';
export type { AttemptEnd, Outcome } from './classify-outcome.js';
export { heldBackUntil, nextAttemptAt } from './next-attempt.js';
export type { ScheduleStep } from './next-attempt.js';
export { parseRetryAfter } from './parse-retry-after.js';
