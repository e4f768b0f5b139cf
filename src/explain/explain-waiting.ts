import type { DeliveryWithAttemptsDto } from '../records/index.js';
import { reasonText } from '../model/index.js';
import { byWhom } from './explain-change.js';
import type { Change, EndpointFacts, EventFacts } from './facts.js';
import { afterColon, open, plural, time } from './words.js';

/** One delivery and what is known around it. */
export interface Case {
  delivery: DeliveryWithAttemptsDto;
  facts: EventFacts;
  endpoint: EndpointFacts | undefined;
  /** What the sentences call the destination. */
  place: string;
}

/**
 * A part of a story; `reason` where it explains more closely than that of the delivery, `why` where the title says it
 * better than the text of this reason.
 */
export interface Part {
  sentences: string[];
  why?: string;
  reason?: string;
  status?: number | null;
  changes?: Change[];
}

/** Says until when an endpoint is left alone, and why. */
export function backingOff({ delivery, endpoint, facts }: Case): Required<Pick<Part, 'why'>> & {
  sentence: string;
} {
  const { heldBackUntil = null, openUntil = null } = endpoint ?? {};
  const asked = heldBackUntil !== null && Date.parse(heldBackUntil) > facts.now.getTime();
  if (asked && (openUntil === null || heldBackUntil >= openUntil)) {
    return {
      why: `the receiver asked for a pause (Retry-After) until ${time(heldBackUntil)}`,
      sentence: `The receiver asked for a pause (Retry-After): nothing is sent to it until ${time(heldBackUntil)}.`,
    };
  }
  const until = openUntil ?? delivery.next_attempt_at;
  return {
    why: 'the endpoint keeps failing, so that requests to it are paused',
    sentence: `The endpoint keeps failing, so that requests to it are paused${until === null ? '' : ` until ${time(until)}`}; single requests find out whether it works again.`,
  };
}

/** Names the delivery that another one of its subject waits for. */
export function blocked({ delivery, facts }: Case): string {
  const blocker =
    delivery.blocked_by === null ? undefined : facts.blockers.get(delivery.blocked_by);
  const start =
    'The endpoint is ordered: the events of one subject are sent strictly one after another.';
  if (!blocker) return `${start} An earlier delivery of the same subject is not settled yet.`;
  const {
    id,
    event_id,
    event_type,
    status,
    reason,
    attempt_count: count,
    last_code: code,
  } = blocker;
  const answered = code === null ? '' : `, last answered with ${code}`;
  return `${start} It waits for the delivery ${id} of the event ${event_id} (${event_type}), which is ${status}${reason === null ? '' : ` (${reason})`} after ${plural(count, 'attempt')}${answered}.`;
}

/** Explains a delivery that is kept; `tried` are the sentences about its attempts. */
export function held(of: Case, tried: string[]): Part {
  const { delivery, endpoint, facts } = of;
  const { reason } = delivery;
  if (reason === 'endpoint_paused') return pausedEndpoint(tried, endpoint);
  if (reason === 'endpoint_disabled') return disabledEndpoint(tried, endpoint);
  if (reason === 'address_on_hold') {
    const isUnconfirmed = facts.holds.get(delivery.id) === 'unconfirmed';
    const sentence = isUnconfirmed
      ? 'It is kept because the recipient has not confirmed yet, by the link in its first mail, that it wants mails.'
      : 'It is kept because a mail server has refused the address for good.';
    return {
      sentences: [...tried, sentence],
      why: isUnconfirmed
        ? 'the recipient has not confirmed the address'
        : 'a mail server has refused the address for good',
      reason: isUnconfirmed ? 'unconfirmed' : reason,
    };
  }
  return { sentences: [...tried, reasonText(reason ?? '')] };
}

function pausedEndpoint(tried: string[], endpoint: EndpointFacts | undefined): Part {
  const moved = endpoint?.disabledReason === 'pending_confirmation';
  const action = moved ? 'endpoint.updated' : 'endpoint.paused';
  const change = endpoint?.changes.find((one) => one.action === action);
  const start = moved
    ? 'It is kept because support has moved the endpoint to another URL, which the tenant must confirm'
    : 'It is kept because the endpoint is paused';
  const by = change
    ? `: ${moved ? 'moved' : 'paused'} at ${time(change.at)} ${byWhom(change)}`
    : '';
  return {
    sentences: [...tried, `${start}${by}.`],
    why: moved
      ? 'support has moved the endpoint, and the tenant has not confirmed it'
      : 'the endpoint is paused',
    ...(moved && { reason: 'pending_confirmation' }),
    ...(change && { changes: [change] }),
  };
}

const BECAUSE: Readonly<Record<string, string>> = {
  receiver_gone: 'the receiver answered 410',
  failing: 'nothing was delivered to it for too long',
};

function disabledEndpoint(tried: string[], endpoint: EndpointFacts | undefined): Part {
  const change = endpoint?.changes.find((one) => one.action === 'endpoint.disabled');
  const reason = endpoint?.disabledReason ?? null;
  const when = change ? ` at ${time(change.at)}` : '';
  const why = reason === null ? '' : ` (${reason}: ${open(reasonText(reason))})`;
  return {
    sentences: [...tried, `It is kept because the endpoint was disabled${when}${why}.`],
    why: `the endpoint is disabled${reason === null ? '' : `, because ${BECAUSE[reason] ?? afterColon(reasonText(reason))}`}`,
    ...(change && { changes: [change] }),
  };
}
