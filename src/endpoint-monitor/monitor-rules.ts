/** When which step follows for an endpoint that fails, in milliseconds of failing unless said otherwise. */
export interface MonitorRules {
  failingAfterMs: number;
  soonAfterMs: number;
  disableAfterMs: number;
  /** The least time between the last warning and the disabling. */
  warningMs: number;
  /** An endpoint with fewer failed events is neither warned nor disabled. */
  minFailedEvents: number;
  /** Pause between two checks. */
  checkEveryMs: number;
  /** After a longer pause between two checks the time in between does not count: nothing was delivered in it. */
  maxGapMs: number;
  /** When nothing succeeds anywhere for so long, the fault is taken to be in our own network. */
  noSuccessMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Returns the rules for endpoints that are disabled after `disableAfterMs` of failing.
 *
 * @example monitorRules(72 * HOUR) // notice after 15 minutes, warning after 48 hours; shorter times scale both down
 */
export function monitorRules(disableAfterMs: number): MonitorRules {
  const warningMs = Math.min(24 * HOUR, disableAfterMs / 3);
  const checkEveryMs = Math.min(30 * SECOND, Math.max(SECOND / 4, disableAfterMs / 60));
  return {
    failingAfterMs: Math.min(15 * MINUTE, disableAfterMs / 10),
    soonAfterMs: disableAfterMs - warningMs,
    disableAfterMs,
    warningMs,
    minFailedEvents: 5,
    checkEveryMs,
    maxGapMs: 4 * checkEveryMs,
    noSuccessMs: Math.min(HOUR, disableAfterMs / 6),
  };
}
