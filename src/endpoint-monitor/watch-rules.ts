/** When what becomes of an endpoint that fails. Milliseconds of failing, but `lookEveryMs`. */
export interface WatchRules {
  failingAfterMs: number;
  soonAfterMs: number;
  disableAfterMs: number;
  /** So long at least between the last warning and the end. */
  warningMs: number;
  /** Fewer failed events disable nothing. */
  minFailedEvents: number;
  lookEveryMs: number;
  /** Nobody looked for longer: nothing was delivered meanwhile, and it does not count. */
  maxGapMs: number;
  /** In so long something succeeds somewhere, or the network is ours to mend. */
  silenceMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** For 72 hours: told after 15 minutes, warned after 48 hours. Shorter times scale it down. */
export function watchRules(disableAfterMs: number): WatchRules {
  const warningMs = Math.min(24 * HOUR, disableAfterMs / 3);
  const lookEveryMs = Math.min(30 * SECOND, Math.max(SECOND / 4, disableAfterMs / 60));
  return {
    failingAfterMs: Math.min(15 * MINUTE, disableAfterMs / 10),
    soonAfterMs: disableAfterMs - warningMs,
    disableAfterMs,
    warningMs,
    minFailedEvents: 5,
    lookEveryMs,
    maxGapMs: 4 * lookEveryMs,
    silenceMs: Math.min(HOUR, disableAfterMs / 6),
  };
}
