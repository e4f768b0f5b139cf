import type { AttemptDto, DeliveryWithAttemptsDto } from '../records/index.js';
import { maskAddress } from '../masking/index.js';
import { reasonText } from '../model/index.js';
import { explainFailures, failureInShort, failuresOf, saidBy } from './explain-attempts.js';
import { byWhom, causeOf, changeEvidence } from './explain-change.js';
import { backingOff, blocked, held } from './explain-waiting.js';
import type { Case, Part } from './explain-waiting.js';
import type { EventFacts } from './facts.js';
import { remedyFor } from './remedies.js';
import { endpointEvidence } from './story.js';
import type { Story, Verdict } from './story.js';
import { afterColon, open, plural, span, time } from './words.js';

/** A delivery that is due for longer than this is not taken by any worker. */
const UNCLAIMED_MS = 60_000;

const VERDICT: Readonly<Record<DeliveryWithAttemptsDto['status'], Verdict>> = {
  pending: 'waiting',
  succeeded: 'delivered',
  failed: 'failed',
  held: 'held',
  skipped: 'not_sent',
  cancelled: 'not_sent',
};

/** Explains one delivery of an event. */
export function explainDelivery(delivery: DeliveryWithAttemptsDto, facts: EventFacts): Story {
  const endpoint = facts.endpoints.get(delivery.endpoint_id);
  const of: Case = { delivery, facts, endpoint, place: placeOf(delivery) };
  const part = partOf(of);
  const { sentences, reason = delivery.reason, status = null, changes = [] } = part;
  const { id, tenant_id, attempts } = delivery;
  const last = attempts.at(-1);
  return {
    verdict: VERDICT[delivery.status],
    title: titleOf(of, part),
    sentences,
    reason,
    remedy: remedyFor(reason, status),
    evidence: [
      {
        label: 'Delivery',
        value: `${delivery.status}${delivery.reason === null ? '' : ` (${delivery.reason})`}, ${plural(attempts.length, 'attempt')}`,
        at: delivery.settled_at ?? delivery.created_at,
        link: { kind: 'delivery', id, tenant_id },
      },
      ...(last
        ? [
            {
              label: 'Last attempt',
              value:
                last.error === null
                  ? String(last.response?.status ?? 'accepted')
                  : last.error.message,
              at: last.started_at,
              link: { kind: 'delivery' as const, id, tenant_id },
            },
          ]
        : []),
      ...(endpoint ? [endpointEvidence(endpoint)] : []),
      ...changes.map((change) => changeEvidence(change, tenant_id)),
    ],
  };
}

function placeOf({ channel, recipient, endpoint_host, endpoint_id }: Case['delivery']): string {
  if (channel === 'email')
    return `the mail server of ${recipient === null ? 'the recipient' : maskAddress(recipient)}`;
  return endpoint_host ?? `the ${channel} ${endpoint_id}`;
}

/** The answer in one line: what became of it, and why. */
function titleOf({ delivery, place }: Case, { why, reason = delivery.reason ?? '' }: Part): string {
  const verdict = VERDICT[delivery.status];
  const starts: Record<Verdict, string> = {
    delivered: `Delivered to ${place}`,
    waiting: delivery.attempts.length > 0 ? `Not yet delivered to ${place}` : `Waits for ${place}`,
    failed: `Not delivered to ${place}`,
    held: `Kept for ${place}`,
    not_sent: `Not sent to ${place}`,
    refused: '',
    unknown: '',
    ambiguous: '',
  };
  const because = why ?? (verdict === 'delivered' ? '' : afterColon(reasonText(reason)));
  return because === '' ? starts[verdict] : `${starts[verdict]}: ${because}`;
}

function partOf(of: Case): Part {
  const { status } = of.delivery;
  if (status === 'succeeded') return succeeded(of);
  if (status === 'pending') return waiting(of);
  if (status === 'held') return held(of, explainFailures(of.place, of.delivery.attempts));
  return status === 'failed' ? failed(of) : givenUp(of);
}

function succeeded({ delivery, place }: Case): Part {
  const { attempts, suspicious_success: isSuspicious, minimised } = delivery;
  const accepted = attempts.filter(({ error }) => error === null).at(-1);
  const before = attempts.filter(({ error }) => error !== null);
  const sentences = explainFailures(place, before);
  if (accepted) {
    const code = accepted.response === null ? '' : ` with status ${accepted.response.status}`;
    sentences.push(
      `${place} accepted it at ${time(accepted.started_at)}${code} (attempt ${accepted.number}, ${accepted.duration_ms} ms).`,
    );
    const said = saidBy(accepted);
    if (said !== null && !isSuspicious) sentences.push(`It answered: ${said}.`);
  } else {
    sentences.push(
      `${place} accepted it${delivery.settled_at === null ? '' : ` at ${time(delivery.settled_at)}`}.`,
    );
  }
  if (minimised)
    sentences.push('Its subject had been erased by then: it was sent without personal data.');
  if (!isSuspicious) return { sentences };
  sentences.push(
    'The answer was an HTML page, so that perhaps a proxy, a login or a parked domain answered in place of the receiver.',
  );
  const why = 'but an HTML page answered, perhaps in place of the receiver';
  return { sentences, why, reason: 'suspicious_success' };
}

function waiting(of: Case): Part {
  const { delivery, place, facts, endpoint } = of;
  const { attempts, reason, next_attempt_at: nextAt, in_flight: isInFlight } = delivery;
  const tried = withCause(of, explainFailures(place, attempts));
  const { sentences } = tried;
  if (isInFlight)
    return {
      ...tried,
      why: 'an attempt is in progress',
      sentences: [...sentences, 'An attempt is in progress at this moment.'],
    };
  const dueMs = nextAt === null ? 0 : facts.now.getTime() - Date.parse(nextAt);
  if ((reason === 'queued' || reason === 'retry_scheduled') && dueMs > UNCLAIMED_MS) {
    const seen =
      facts.workerSeenAt === null
        ? 'no worker has given a sign yet'
        : `the last sign of a worker was at ${time(facts.workerSeenAt)}`;
    const late = `It is due since ${time(nextAt ?? facts.now)}, and no worker has taken it for ${span(dueMs)}: this is a fault of the platform, not of the receiver (${seen}).`;
    const why = `no worker has taken it for ${span(dueMs)}, a fault of this platform`;
    return { sentences: [...sentences, late], why, reason: 'no_worker' };
  }
  if (reason === 'rate_limited') {
    const limit =
      endpoint?.rateLimit == null
        ? 'only so many requests'
        : `at most ${plural(endpoint.rateLimit, 'request')}`;
    return {
      why: `the endpoint takes ${limit} per second`,
      sentences: [
        ...sentences,
        `It waits because the endpoint takes ${limit} per second and other deliveries come first.`,
      ],
    };
  }
  if (reason === 'backing_off') {
    const { why, sentence } = backingOff(of);
    return { ...tried, why, sentences: [...sentences, sentence] };
  }
  if (reason === 'waiting_for_subject') {
    const why = 'an earlier event of the same subject is not delivered yet';
    return { sentences: [...sentences, blocked(of)], why };
  }
  if (reason !== null && reason !== 'retry_scheduled') sentences.push(reasonText(reason));
  if (nextAt !== null && attempts.length > 0) {
    sentences.push(
      `The next attempt, of at most ${delivery.max_attempts}, follows at ${time(nextAt)}.`,
    );
  }
  return tried;
}

function failed(of: Case): Part {
  const { delivery, place } = of;
  const { reason, attempts } = delivery;
  if (reason !== 'attempts_exhausted') {
    const said = explainFailures(place, attempts);
    return { sentences: [...said, `It was given up: ${open(reasonText(reason ?? ''))}.`] };
  }
  const { sentences, ...tried } = withCause(of, explainFailures(place, attempts));
  const isOneShot = attempts.every(({ trigger }) => trigger === 'test');
  const end = isOneShot
    ? 'It was a test, which is not tried again.'
    : `The delivery failed because all attempts of its schedule were used (at most ${delivery.max_attempts}).`;
  const [answers, cause] = [sentences.slice(0, tried.causes), sentences.slice(tried.causes)];
  return { ...tried, sentences: [...answers, end, ...cause] };
}

/** Adds the change after which the failures began. `causes` is where its sentence begins. */
function withCause(
  { delivery, endpoint, facts }: Case,
  sentences: string[],
): Part & { causes: number } {
  const failures = failuresOf(delivery.attempts);
  const [first] = failures;
  const last = failures.at(-1);
  const causes = sentences.length;
  if (!first || !last) return { sentences, causes };
  const since = endpoint?.failingSince ?? first.started_at;
  const failingFrom = since < first.started_at ? since : first.started_at;
  const cause = endpoint && causeOf(endpoint, failingFrom);
  return {
    sentences: cause ? [...sentences, cause.sentence] : sentences,
    causes,
    why: `${failureInShort(last)}${cause ? `, since ${cause.what}` : ''}`,
    ...causeReason(delivery.reason, last, facts),
    ...(cause && { changes: [cause.change] }),
  };
}

/** What to read about a failure is its error, unless something else keeps the delivery. */
function causeReason(
  reason: string | null,
  last: AttemptDto,
  { now }: EventFacts,
): { reason?: string; status?: number | null } {
  if (
    reason === 'backing_off' ||
    last.error === null ||
    Date.parse(last.started_at) > now.getTime()
  ) {
    return {};
  }
  return {
    reason: last.error.class,
    status: last.error.class === 'http_status' ? (last.response?.status ?? null) : null,
  };
}

function givenUp({ delivery, place, endpoint, facts }: Case): Part {
  const { reason, attempts, id } = delivery;
  const sentences = explainFailures(place, attempts);
  if (reason !== 'operator_skipped') return { sentences: [...sentences, reasonText(reason ?? '')] };
  const own = facts.changes.get(id)?.find(({ action }) => action === 'delivery.skipped');
  const resumed = endpoint?.changes.find(
    ({ action, details }) => action === 'endpoint.resumed' && details['held'] === 'skip',
  );
  const change = own ?? resumed;
  const how = own
    ? 'It was given up by hand'
    : 'It was given up when its endpoint was resumed without what was held';
  const by = change ? ` at ${time(change.at)} ${byWhom(change)}` : '';
  return {
    sentences: [...sentences, `${how}${by}.`],
    why: own ? 'it was given up by hand' : 'it was skipped when its endpoint was resumed',
    ...(change && { changes: [change] }),
  };
}
