import { reasonText } from '../model/index.js';
import type { EventDto, UnsentDto } from '../records/index.js';
import { explainDelivery } from './explain-delivery.js';
import type { EndpointFacts, EventFacts } from './facts.js';
import { remedyFor } from './remedies.js';
import { endpointEvidence, nameOf, worst } from './story.js';
import type { Evidence, Story } from './story.js';
import { afterColon, list, open, plural, time } from './words.js';

/** Further deliveries are only counted. */
const MOST_DELIVERIES = 4;
const MOST_EVIDENCE = 12;

/** Explains an event, or one of its deliveries. */
export function explainEvent(facts: EventFacts, deliveryId?: string): Story {
  const { event } = facts;
  const published = publishedSentence(facts);
  const own = event.deliveries.find(({ id }) => id === deliveryId);
  if (own) {
    const story = explainDelivery(own, facts);
    return complete(story, facts, [published, ...story.sentences]);
  }
  if (event.deliveries.length === 0) return notSent(facts, published);
  const stories = event.deliveries.map((delivery) => ({
    ...explainDelivery(delivery, facts),
    delivery,
  }));
  const first = worst(stories);
  if (!first) return notSent(facts, published);
  const ordered = [first, ...stories.filter((story) => story !== first)];
  const count = new Set(event.deliveries.map(({ endpoint_id }) => endpoint_id)).size;
  const sentences = [
    published,
    `It was sent to ${plural(count, 'endpoint')}.`,
    ...first.sentences,
    // What a reader has to know of the others is in their titles.
    ...ordered.slice(1, MOST_DELIVERIES).map((story) => `${story.title}.`),
    ...furtherSentence(ordered.slice(MOST_DELIVERIES).map(({ delivery }) => delivery.status)),
    ...unsentSentences(facts),
  ];
  const evidence = ordered.flatMap((story) => story.evidence);
  return complete({ ...first, evidence }, facts, sentences);
}

function complete(story: Story, facts: EventFacts, sentences: string[]): Story {
  const { verdict, title, reason, remedy } = story;
  const evidence = [eventEvidence(facts.event), ...story.evidence].slice(0, MOST_EVIDENCE);
  return { verdict, title, reason, remedy, sentences, evidence };
}

function publishedSentence({ event, tenantName }: EventFacts): string {
  const { id, type, created, is_sandbox: isSandbox, redacted_at: redactedAt } = event;
  const kind = isSandbox ? 'sandbox event' : 'event';
  const erased =
    redactedAt === null ? '' : ` Its content was removed for good at ${time(redactedAt)}.`;
  return `The ${kind} ${id} (${type}) of the tenant ${tenantName} was published at ${time(new Date(created * 1000))}.${erased}`;
}

function eventEvidence({ id, tenant_id, type, created }: EventDto): Evidence {
  return {
    label: 'Event',
    value: type,
    at: new Date(created * 1000).toISOString(),
    link: { kind: 'event', id, tenant_id },
  };
}

function furtherSentence(statuses: readonly string[]): string[] {
  if (statuses.length === 0) return [];
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  const states = [...counts].map(([status, count]) => `${count} ${status}`);
  return [`Of the other deliveries, ${list(states)}.`];
}

function notSent(facts: EventFacts, published: string): Story {
  const { unsent } = facts.event;
  const [first] = unsent;
  const reason = first?.reason ?? 'no_endpoint';
  const nowhere = 'It was sent to no endpoint.';
  const unknown = 'No endpoint of the tenant took it.';
  const why = unsentSentences(facts);
  const endpoints = unsent.flatMap(({ endpoint_id: id }) => facts.endpoints.get(id ?? '') ?? []);
  const story: Story = {
    verdict: 'not_sent',
    title: `Not sent: ${whyNotSent(facts, reason)}`,
    reason,
    remedy: remedyFor(reason),
    sentences: [],
    evidence: endpoints.map(endpointEvidence),
  };
  return complete(story, facts, [published, nowhere, ...(why.length > 0 ? why : [unknown])]);
}

function whyNotSent({ event, endpoints }: EventFacts, reason: UnsentDto['reason']): string {
  const [endpoint] = event.unsent.flatMap(({ endpoint_id: id }) => endpoints.get(id ?? '') ?? []);
  const isAlone = endpoint !== undefined && event.unsent.length === 1;
  const place = isAlone ? (endpoint.host ?? 'the endpoint') : 'no endpoint';
  const not = isAlone ? 'does not take' : 'takes';
  if (reason === 'type_not_subscribed') return `${place} ${not} ${event.type}`;
  if (reason === 'environment_mismatch') {
    return `${place} ${not} ${event.is_sandbox ? 'sandbox' : 'live'} events`;
  }
  if (reason === 'format_cannot_carry') {
    return isAlone
      ? `the format of ${place} cannot carry ${event.type}`
      : `no endpoint has a format that can carry ${event.type}`;
  }
  return afterColon(reasonText(reason));
}

/** One sentence for each reason, the endpoints of which are named. */
function unsentSentences({ event, endpoints }: EventFacts): string[] {
  const byReason = new Map<UnsentDto['reason'], (EndpointFacts | undefined)[]>();
  for (const { reason, endpoint_id: id } of event.unsent) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), endpoints.get(id ?? '')]);
  }
  return [...byReason].map(([reason, found]) => {
    const known = found.filter((endpoint) => endpoint !== undefined);
    if (known.length === 0) return reasonText(reason);
    const names = list(known.slice(0, MOST_DELIVERIES).map(nameOf));
    const more =
      known.length > MOST_DELIVERIES ? ` and ${known.length - MOST_DELIVERIES} more` : '';
    const detail = known.length === 1 && known[0] ? detailOf(reason, event, known[0]) : '';
    return `${names}${more} did not get it (${reason}): ${open(reasonText(reason))}${detail}.`;
  });
}

function detailOf(reason: UnsentDto['reason'], event: EventDto, endpoint: EndpointFacts): string {
  const { eventTypes, environment, format } = endpoint;
  if (reason === 'type_not_subscribed' && eventTypes !== null) {
    const shown = list(eventTypes.slice(0, 6));
    return ` ${event.type}; it takes ${shown}${eventTypes.length > 6 ? ' and others' : ''}`;
  }
  if (reason === 'environment_mismatch') {
    return `: this is a ${event.is_sandbox ? 'sandbox' : 'live'} event, and the endpoint takes ${environment} events`;
  }
  return reason === 'format_cannot_carry' ? ` ${event.type}; its format is ${format}` : '';
}
