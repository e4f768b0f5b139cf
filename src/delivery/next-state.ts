import type { RequestReport } from '../channels/index.js';
import type { Clock, Random } from '../common/index.js';
import { LONG_ATTEMPT_MS } from '../model/index.js';
import type { AttemptEntry, ClaimedDelivery, NextState } from '../queue/index.js';
import { heldBackUntil, nextAttemptAt } from '../retry-policy/index.js';
import type { Outcome } from '../retry-policy/index.js';
import type { Unsendable } from './plan-requests.js';

/** The pause of a delivery that failed for a fault of ours. */
const OUR_FAULT_DELAY_MS = 30_000;

type Spent = Pick<ClaimedDelivery, 'step' | 'one_shot'>;

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
 * Returns the state of a delivery after an attempt. A one-shot attempt neither spends nor moves the
 * schedule; an outage of ours does not either.
 */
export function nextState(claim: Spent, outcome: Outcome, rules: RetryRules): NextState {
  const step = claim.one_shot ? claim.step : claim.step + 1;
  if (outcome === 'succeeded') return settled('succeeded', null, step);
  if (claim.one_shot) return { status: 'restore_previous', reason: null, step, delayMs: null };
  if (outcome === 'outage') {
    const pauseMs = Math.max(OUR_FAULT_DELAY_MS, (rules.pauseSeconds ?? 0) * 1000);
    const delayMs = Math.round(pauseMs * (1 + rules.random() / 5));
    return { ...settled('pending', 'retry_scheduled', claim.step), delayMs };
  }
  if (outcome === 'hold') return settled('held', 'address_on_hold', step);
  // The recorder holds it, unless the endpoint was resumed in the meantime.
  if (outcome === 'gone') return { ...settled('pending', 'retry_scheduled', step), delayMs: 0 };
  const { scheduleSeconds, now, random } = rules;
  const next = nextAttemptAt({ scheduleSeconds, step: claim.step, now, random });
  if (!next) return settled('failed', 'attempts_exhausted', step);
  return {
    ...settled('pending', 'retry_scheduled', step),
    delayMs: next.getTime() - now.getTime(),
  };
}

export interface EntryRules {
  scheduleSeconds: readonly number[];
  clock: Clock;
  random: Random;
}

/**
 * Returns what is put on record of the deliveries of one request. Those at the same step of the schedule
 * are tried again at the same time.
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
  // Every field by its name: an object that is spread into another one costs the hot path several times as much.
  return claims.map((claim) => ({
    deliveryId: claim.delivery_id,
    endpointId: claim.endpoint_id,
    tenantId: claim.tenant_id,
    fence: claim.fence,
    attempt: {
      id: claim.attempt_id,
      number: claim.attempt_number,
      trigger: claim.trigger,
      format: facts.format,
      url: facts.url,
      ip: facts.ip,
      startedAt: facts.startedAt,
      durationMs: facts.durationMs,
      timings: facts.timings,
      bodyHash: facts.bodyHash,
      requestMark: facts.requestMark,
      responseStatus: facts.responseStatus,
      error: facts.error,
      exchange: facts.exchange,
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
    isRoutine:
      claim.isCalm === true &&
      outcome === 'succeeded' &&
      !isOurs &&
      facts.durationMs <= LONG_ATTEMPT_MS,
    isAwaited: claim.isAwaited === true,
  }));
}

/** An entry that says nothing about its endpoint. */
const NO_WORD = { succeeded: false, health: null, heldBackMs: null } as const;

/** Returns the entry of a delivery that is settled or put off without an attempt. */
export function entryWithout({ claim, fate }: Unsendable): AttemptEntry {
  if (fate === 'postponed') return postponed(claim);
  return {
    ...identityOf(claim),
    attempt: null,
    next: {
      ...fate,
      // What was settled before stays so.
      status:
        fate.reason === 'endpoint_paused' && claim.one_shot ? 'restore_previous' : fate.status,
      delayMs: null,
      step: claim.step,
    },
    ...NO_WORD,
  };
}

/** Returns the entry for a fault of ours: it spends nothing, and gives up an attempt that was asked for by hand. */
export function postponed(claim: ClaimedDelivery, delayMs = OUR_FAULT_DELAY_MS): AttemptEntry {
  return {
    ...identityOf(claim),
    attempt: null,
    next: {
      status: claim.one_shot ? 'restore_previous' : 'pending',
      reason: 'retry_scheduled',
      delayMs,
      step: claim.step,
    },
    ...NO_WORD,
  };
}

/**
 * Returns what an attempt says about the health of its endpoint. An endpoint that refuses a single event
 * (4xx) is up; so is one that names the time to try again. A mail address that is refused says nothing
 * about the endpoint's other addresses.
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
