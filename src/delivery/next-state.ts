import type { NextState } from '../attempts/index.js';
import type { Random } from '../common/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';
import { nextAttemptAt } from './schedule/index.js';
import type { Outcome } from './schedule/index.js';

type Spent = Pick<ClaimedDelivery, 'step' | 'single'>;

interface RetryRules {
  scheduleSeconds: readonly number[];
  now: Date;
  random: Random;
}

const settled = (status: NextState['status'], reason: string | null, step: number): NextState => ({
  status,
  reason,
  step,
  delayMs: null,
});

/** What becomes of a delivery after an attempt. A single one neither spends nor moves the schedule. */
export function nextState(claim: Spent, outcome: Outcome, rules: RetryRules): NextState {
  const step = claim.single ? claim.step : claim.step + 1;
  if (outcome === 'succeeded') return settled('succeeded', null, step);
  if (claim.single) return { status: 'as_before', reason: null, step, delayMs: null };
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
