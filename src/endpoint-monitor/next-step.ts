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
  /** Deliveries that have failed for good are reported once in this time for an endpoint. */
  exhaustedWindowMs: number;
  /** How long a report waits for others of the same moment. */
  exhaustedGatherMs: number;
}

/** The injection token of the process's `MonitorRules`. */
export const MONITOR_RULES = Symbol('monitor-rules');

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
    exhaustedWindowMs: Math.min(HOUR, disableAfterMs / 6),
    exhaustedGatherMs: checkEveryMs,
  };
}

/** What is known of an active endpoint; each span of time ends now. */
export interface FailureState {
  /** How long nothing has succeeded, without our own outages; null: its last attempt succeeded. */
  failingMs: number | null;
  failedEvents: number;
  /** Since `endpoint.failing` was sent; null: it was not. */
  notifiedMs: number | null;
  /** Since `endpoint.disabling_soon` was sent; null: it was not. */
  warnedMs: number | null;
  /** Since the latest notice of this failure; null: there was none. */
  lastNotifiedMs: number | null;
  /** Since its last success; null: there was none. */
  successMs: number | null;
}

export type Step = 'recovered' | 'failing' | 'reminder' | 'disabling_soon' | 'disable';

const DAY = 24 * HOUR;
/** Reminders are sent hourly for a day, then daily. */
export const REMINDER_MS = HOUR;

/**
 * Returns the next step for an endpoint, if one is due. A reminder, a warning and the disabling also need a
 * failure that came after the latest notice: see `maxFailureAgeMs`.
 */
export function nextStep(state: FailureState, rules: MonitorRules): Step | undefined {
  const { failingMs, notifiedMs, warnedMs, successMs } = state;
  if (notifiedMs !== null && successMs !== null && successMs < notifiedMs) return 'recovered';
  if (failingMs === null) return undefined;
  if (notifiedMs === null) return failingMs >= rules.failingAfterMs ? 'failing' : undefined;
  if (state.failedEvents >= rules.minFailedEvents) {
    if (warnedMs === null && failingMs >= rules.soonAfterMs) return 'disabling_soon';
    const isWarned = warnedMs !== null && warnedMs >= rules.warningMs;
    if (isWarned && failingMs >= rules.disableAfterMs) return 'disable';
  }
  const reminderMs = notifiedMs < DAY ? REMINDER_MS : DAY;
  return (state.lastNotifiedMs ?? notifiedMs) >= reminderMs ? 'reminder' : undefined;
}

/** Returns how old the last failure may be for the step to be taken; time alone disables nothing. */
export function maxFailureAgeMs(step: Step, state: FailureState): number {
  if (step === 'reminder') return state.lastNotifiedMs ?? 0;
  if (step === 'disabling_soon') return state.notifiedMs ?? 0;
  return step === 'disable' ? (state.warnedMs ?? 0) : Infinity;
}

/** Returns the time from now until the endpoint is disabled at the earliest. */
export function disablesInMs(state: FailureState, rules: MonitorRules): number {
  const warning = rules.warningMs - (state.warnedMs ?? 0);
  return Math.max(warning, rules.disableAfterMs - (state.failingMs ?? 0));
}
