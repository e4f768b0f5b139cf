import type { NextState, ClaimedDelivery } from '../queue/index.js';
import type { Random } from '../common/index.js';
import { nextAttemptAt } from '../retry-policy/index.js';
import type { Outcome } from '../retry-policy/index.js';

/** A delivery that failed for a fault of ours is left alone for so long. */
export const OUR_FAULT_DELAY_MS = 30_000;

type Spent = Pick<ClaimedDelivery, 'step' | 'single'>;

interface RetryRules {
  scheduleSeconds: readonly number[];
  now: Date;
  random: Random;
  /** After an outage of ours, the least until the next attempt. */
  pauseSeconds?: number | undefined;
}

const settled = (status: NextState['status'], reason: string | null, step: number): NextState => ({
  status,
  reason,
  step,
  delayMs: null,
});

/**
 * What becomes of a delivery after an attempt. A single one neither spends nor moves the schedule; an
 * outage of ours does not either.
 */
export function nextState(claim: Spent, outcome: Outcome, rules: RetryRules): NextState {
  const step = claim.single ? claim.step : claim.step + 1;
  if (outcome === 'succeeded') return settled('succeeded', null, step);
  if (claim.single) return { status: 'as_before', reason: null, step, delayMs: null };
  if (outcome === 'outage') {
    const pauseMs = Math.max(OUR_FAULT_DELAY_MS, (rules.pauseSeconds ?? 0) * 1000);
    const delayMs = Math.round(pauseMs * (1 + rules.random() / 5));
    return { ...settled('pending', 'retry_scheduled', claim.step), delayMs };
  }
  if (outcome === 'hold') return settled('held', 'address_on_hold', step);
  // The recorder holds it, unless somebody has resumed the endpoint already.
  if (outcome === 'gone') return { ...settled('pending', 'retry_scheduled', step), delayMs: 0 };
  const { scheduleSeconds, now, random } = rules;
  const next = nextAttemptAt({ scheduleSeconds, step: claim.step, now, random });
  if (!next) return settled('failed', 'attempts_exhausted', step);
  return {
    ...settled('pending', 'retry_scheduled', step),
    delayMs: next.getTime() - now.getTime(),
  };
}
