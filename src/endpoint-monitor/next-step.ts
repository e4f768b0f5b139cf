import type { WatchRules } from './watch-rules.js';

/** What is known of an active endpoint; spans of time end now. */
export interface WatchedState {
  /** For so long nothing has succeeded, our own outages taken off; null: its last attempt succeeded. */
  failingMs: number | null;
  failedEvents: number;
  /** Since `endpoint.failing` was told; null: it was not. */
  toldMs: number | null;
  /** Since `endpoint.disabling_soon` was told; null: it was not. */
  warnedMs: number | null;
  /** Since the last word on this failure; null: there was none. */
  lastToldMs: number | null;
  /** Since its last success; null: there was none. */
  successMs: number | null;
}

export type Step = 'recovered' | 'failing' | 'reminder' | 'disabling_soon' | 'disable';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How often to say it again: hourly for a day, then daily. */
export const REMINDER_MS = HOUR;

/**
 * What is to be done next, if anything. An endpoint is told of again, warned and
 * disabled only for a failure that came after the last word on it: see `maxFailureAgeMs`.
 */
export function nextStep(state: WatchedState, rules: WatchRules): Step | undefined {
  const { failingMs, toldMs, warnedMs, successMs } = state;
  if (toldMs !== null && successMs !== null && successMs < toldMs) return 'recovered';
  if (failingMs === null) return undefined;
  if (toldMs === null) return failingMs >= rules.failingAfterMs ? 'failing' : undefined;
  if (state.failedEvents >= rules.minFailedEvents) {
    if (warnedMs === null && failingMs >= rules.soonAfterMs) return 'disabling_soon';
    const isWarned = warnedMs !== null && warnedMs >= rules.warningMs;
    if (isWarned && failingMs >= rules.disableAfterMs) return 'disable';
  }
  const reminderMs = toldMs < DAY ? REMINDER_MS : DAY;
  return (state.lastToldMs ?? toldMs) >= reminderMs ? 'reminder' : undefined;
}

/** How old the last failure may be for the step to be taken; time alone disables nothing. */
export function maxFailureAgeMs(step: Step, state: WatchedState): number {
  if (step === 'reminder') return state.lastToldMs ?? 0;
  if (step === 'disabling_soon') return state.toldMs ?? 0;
  return step === 'disable' ? (state.warnedMs ?? 0) : Infinity;
}

/** From now until it is disabled at the earliest. */
export function disablesInMs(state: WatchedState, rules: WatchRules): number {
  const warning = rules.warningMs - (state.warnedMs ?? 0);
  return Math.max(warning, rules.disableAfterMs - (state.failingMs ?? 0));
}
