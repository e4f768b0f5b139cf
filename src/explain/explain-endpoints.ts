import { reasonText } from '../model/index.js';
import { byWhom, causeOf, changeEvidence } from './explain-change.js';
import type { Change, EndpointFacts, LastFailure } from './facts.js';
import { remedyFor } from './remedies.js';
import { endpointEvidence, nameOf, worst } from './story.js';
import type { Story, Verdict } from './story.js';
import { afterColon, open, plural, quote, time } from './words.js';

/** An endpoint with its last failure, and how much waits for it. */
export interface EndpointState {
  endpoint: EndpointFacts;
  lastFailure: LastFailure | null;
  waiting: number;
}

/** Further endpoints are only counted. */
const MOST_ENDPOINTS = 5;

/**
 * Explains how endpoints are, the most troubled first. `intro` says what was looked for; `total` is their number where
 * not all are given.
 */
export function explainEndpoints(
  intro: string,
  states: readonly EndpointState[],
  total = states.length,
): Story {
  const stories = states.map(explainEndpoint);
  const first = worst(stories);
  if (!first) {
    return {
      verdict: 'not_sent',
      title: 'The tenant has no endpoint',
      sentences: [intro, 'It has no endpoint, so that nothing is sent to it.'],
      remedy: remedyFor('no_endpoint'),
      reason: 'no_endpoint',
      evidence: [],
    };
  }
  const ordered = [first, ...stories.filter((story) => story !== first)];
  const shown = ordered.slice(0, MOST_ENDPOINTS);
  const others = total - shown.length;
  return {
    ...first,
    sentences: [
      intro,
      ...shown.flatMap(({ sentences }) => sentences),
      ...(others > 0
        ? [`There ${others === 1 ? 'is' : 'are'} ${plural(others, 'further endpoint')}.`]
        : []),
    ],
    evidence: shown.flatMap(({ evidence }) => evidence),
  };
}

function explainEndpoint({ endpoint, lastFailure, waiting }: EndpointState): Story {
  const { status, disabledReason, failingSince, lastSuccessAt, tenantId } = endpoint;
  const name = nameOf(endpoint);
  const change = stateChange(endpoint);
  const cause = failingSince === null ? undefined : causeOf(endpoint, failingSince);
  const failure = lastFailure === null || status === 'paused' ? [] : [failureSentence(lastFailure)];
  const sentences = [
    stateSentence(name, endpoint, change),
    ...(failingSince === null
      ? []
      : [`Nothing has been delivered to it since ${time(failingSince)}.`, ...failure]),
    ...(cause ? [cause.sentence] : []),
    ...(lastSuccessAt === null
      ? ['Nothing was ever delivered to it.']
      : [`The last success was at ${time(lastSuccessAt)}.`]),
    ...(waiting > 0 ? [`${waitingText(waiting)} for it.`] : []),
  ];
  const verdict = verdictOf(endpoint, waiting);
  const isFailing = status === 'active' && failingSince !== null;
  const reason = isFailing ? (lastFailure?.class ?? null) : stateReason(endpoint);
  const why = isFailing
    ? `${lastFailure === null ? 'the last attempts failed' : failureInShort(lastFailure)}${cause ? `, since ${cause.what}` : ''}`
    : afterColon(reason === null ? '' : reasonText(reason));
  return {
    verdict,
    title: `${TITLES[verdict](endpoint.host ?? name)}${why === '' ? '' : `: ${why}`}`,
    sentences,
    reason,
    remedy: isFailing
      ? remedyFor(lastFailure?.class ?? 'http_status', lastFailure?.status)
      : remedyFor(reason ?? disabledReason),
    evidence: [
      endpointEvidence(endpoint),
      ...[change, cause?.change].flatMap((one) => (one ? [changeEvidence(one, tenantId)] : [])),
    ],
  };
}

const TITLES: Readonly<Record<Verdict, (name: string) => string>> = {
  delivered: (name) => `Deliveries to ${name} succeed`,
  waiting: (name) => `Deliveries to ${name} wait`,
  failed: (name) => `Deliveries to ${name} fail`,
  held: (name) => `Deliveries to ${name} are kept`,
  not_sent: (name) => `Nothing is sent to ${name}`,
  refused: (name) => name,
  unknown: (name) => name,
  ambiguous: (name) => name,
};

function verdictOf({ status, failingSince, isDeleted }: EndpointFacts, waiting: number): Verdict {
  if (isDeleted) return 'not_sent';
  if (status !== 'active') return 'held';
  if (failingSince !== null) return 'failed';
  return waiting > 0 ? 'waiting' : 'delivered';
}

function stateReason({ status, disabledReason }: EndpointFacts): string | null {
  if (status === 'active') return null;
  return disabledReason ?? `endpoint_${status}`;
}

function stateChange({ status, disabledReason, changes }: EndpointFacts): Change | undefined {
  if (status === 'active') return undefined;
  const action =
    disabledReason === 'pending_confirmation' ? 'endpoint.updated' : `endpoint.${status}`;
  return changes.find((one) => one.action === action);
}

function stateSentence(name: string, endpoint: EndpointFacts, change: Change | undefined): string {
  const { tenantName, status, disabledReason, isDeleted } = endpoint;
  const of = `${name} of the tenant ${tenantName}`;
  if (isDeleted) return `${of} was deleted.`;
  if (status === 'active') return `${of} is active.`;
  const why =
    disabledReason === null ? '' : ` (${disabledReason}: ${open(reasonText(disabledReason))})`;
  const by = change ? ` since ${time(change.at)}, ${byWhom(change)}` : '';
  return `${of} is ${status}${why}${by}: what is published for it is kept and not sent.`;
}

function failureInShort({ class: errorClass, status }: LastFailure): string {
  return status === null ? afterColon(reasonText(errorClass)) : `it answered ${status}`;
}

function failureSentence({ class: errorClass, status, message, at }: LastFailure): string {
  if (status !== null) return `At ${time(at)} it answered ${status}.`;
  const detail = message === null ? '' : ` (${quote(message).slice(1, -1)})`;
  return `The attempt at ${time(at)} failed: ${open(reasonText(errorClass))}${detail}.`;
}

function waitingText(waiting: number): string {
  return waiting === 1 ? '1 delivery waits' : `${waiting} deliveries wait`;
}
