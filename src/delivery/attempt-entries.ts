import type { AttemptEntry, ClaimedDelivery } from '../queue/index.js';
import type { RequestReport } from '../channels/index.js';
import type { Clock, Random } from '../common/index.js';
import { nextState, OUR_FAULT_DELAY_MS } from './next-state.js';
import type { Unsendable } from './plan-requests.js';
import { heldBackUntil } from '../retry-policy/index.js';
import type { Outcome } from '../retry-policy/index.js';

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
  { facts, outcome, retryAfterSeconds, isOurs = false }: RequestReport,
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
    next: nextState(claim, outcome, {
      scheduleSeconds,
      now,
      random: () => jitter,
      pauseSeconds: retryAfterSeconds,
    }),
    succeeded: outcome === 'succeeded',
    health: isOurs ? null : healthOf(outcome, facts.responseStatus),
    heldBackMs,
  }));
}

/** Of a delivery that is settled or put off without an attempt. */
export function entryWithout({ claim, fate }: Unsendable): AttemptEntry {
  if (fate === 'postponed') return postponed(claim);
  return {
    ...identityOf(claim),
    attempt: null,
    next: {
      ...fate,
      // What was settled before stays so.
      status: fate.reason === 'endpoint_paused' && claim.single ? 'as_before' : fate.status,
      delayMs: null,
      step: claim.step,
    },
    succeeded: false,
    health: null,
    heldBackMs: null,
  };
}

/** Our fault: it spends nothing, and what was asked for by hand is given up. */
export function postponed(claim: ClaimedDelivery, delayMs = OUR_FAULT_DELAY_MS): AttemptEntry {
  return {
    ...identityOf(claim),
    attempt: null,
    next: {
      status: claim.single ? 'as_before' : 'pending',
      reason: 'retry_scheduled',
      delayMs,
      step: claim.step,
    },
    succeeded: false,
    health: null,
    heldBackMs: null,
  };
}

/**
 * What an attempt tells of its endpoint. One that refuses a single event (4xx) is up; so is one that
 * says when it wants more. An address that will not do says nothing of the endpoint's others.
 */
function healthOf(outcome: Outcome, status: number | null): AttemptEntry['health'] {
  if (outcome === 'succeeded') return 'ok';
  if (outcome === 'hold' || outcome === 'outage') return null;
  const refuses = status !== null && status >= 400 && status <= 499;
  const isBusy = status === 408 || status === 429;
  return outcome === 'throttled' || (refuses && !isBusy) ? 'refusing' : 'failing';
}

function identityOf(claim: ClaimedDelivery) {
  return {
    deliveryId: claim.delivery_id,
    endpointId: claim.endpoint_id,
    tenantId: claim.tenant_id,
    fence: claim.fence,
  };
}
