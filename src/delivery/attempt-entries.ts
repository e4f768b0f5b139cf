import type { AttemptEntry } from '../attempts/index.js';
import type { Clock, Random } from '../common/index.js';
import type { ClaimedDelivery } from './claimed-delivery.js';
import { nextState } from './next-state.js';
import type { Unsendable } from './plan-requests.js';
import { heldBackUntil } from './schedule/index.js';
import type { RequestReport } from './webhook-channel.js';

/** A delivery whose attempt failed for a bug of ours is left alone for so long. */
const OUR_FAULT_DELAY_MS = 30_000;

interface EntryRules {
  scheduleSeconds: readonly number[];
  clock: Clock;
  random: Random;
}

/**
 * What to put on record of the deliveries of one request. Those at the same step of the schedule are
 * tried again at the same time.
 */
export function entriesOf(
  claims: readonly ClaimedDelivery[],
  { facts, outcome, retryAfterSeconds }: RequestReport,
  { scheduleSeconds, clock, random }: EntryRules,
): AttemptEntry[] {
  const now = new Date(clock.now());
  const jitter = random();
  const heldBackMs =
    outcome === 'throttled' && retryAfterSeconds !== undefined
      ? heldBackUntil(retryAfterSeconds, now, random).getTime() - now.getTime()
      : null;
  return claims.map((claim) => ({
    ...identityOf(claim),
    attempt: {
      ...facts,
      id: claim.attempt_id,
      number: claim.attempt_number,
      trigger: claim.trigger,
    },
    next: nextState(claim, outcome, { scheduleSeconds, now, random: () => jitter }),
    succeeded: outcome === 'succeeded',
    health: outcome === 'succeeded' ? 'ok' : 'failing',
    heldBackMs,
  }));
}

/** Of a delivery that is settled or put off without an attempt. */
export function entryWithout({ claim, fate }: Unsendable): AttemptEntry {
  if (fate === 'postponed') return postponed(claim);
  return {
    ...identityOf(claim),
    attempt: null,
    next: { ...fate, delayMs: null, step: claim.step },
    succeeded: false,
    health: null,
    heldBackMs: null,
  };
}

/** Our fault: it spends nothing, and what was asked for by hand is given up. */
export function postponed(claim: ClaimedDelivery): AttemptEntry {
  return {
    ...identityOf(claim),
    attempt: null,
    next: {
      status: claim.trigger === 'manual' ? 'as_before' : 'pending',
      reason: 'retry_scheduled',
      delayMs: OUR_FAULT_DELAY_MS,
      step: claim.step,
    },
    succeeded: false,
    health: null,
    heldBackMs: null,
  };
}

function identityOf(claim: ClaimedDelivery) {
  return {
    deliveryId: claim.delivery_id,
    endpointId: claim.endpoint_id,
    tenantId: claim.tenant_id,
    fence: claim.fence,
  };
}
