export {
  classifyOutcome,
  heldBackUntil,
  nextAttemptAt,
  parseRetryAfter,
} from './retry-decision.js';
export type { AttemptEnd, Outcome, ScheduleStep } from './retry-decision.js';
