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
  /** Since its last success; null: there was none. */
  successMs: number | null;
}

export type Step = 'recovered' | 'failing' | 'disabling_soon' | 'disable';

/**
 * What is to be done next, if anything. An endpoint is warned, and later disabled, only by a failure
 * that came after it was last told of: see `maxFailureAgeMs`.
 */
export function nextStep(state: WatchedState, rules: WatchRules): Step | undefined {
  const { failingMs, toldMs, warnedMs, successMs } = state;
  if (toldMs !== null && successMs !== null && successMs < toldMs) return 'recovered';
  if (failingMs === null) return undefined;
  if (toldMs === null) return failingMs >= rules.failingAfterMs ? 'failing' : undefined;
  if (state.failedEvents < rules.minFailedEvents) return undefined;
  if (warnedMs === null) return failingMs >= rules.soonAfterMs ? 'disabling_soon' : undefined;
  const isDue = failingMs >= rules.disableAfterMs && warnedMs >= rules.warningMs;
  return isDue ? 'disable' : undefined;
}

/** How old the last failure may be for the step to be taken; time alone disables nothing. */
export function maxFailureAgeMs(step: Step, { toldMs, warnedMs }: WatchedState): number {
  if (step === 'disabling_soon') return toldMs ?? 0;
  return step === 'disable' ? (warnedMs ?? 0) : Infinity;
}

/** From now until it is disabled at the earliest. */
export function disablesInMs(state: WatchedState, rules: WatchRules): number {
  const warning = rules.warningMs - (state.warnedMs ?? 0);
  return Math.max(warning, rules.disableAfterMs - (state.failingMs ?? 0));
}
