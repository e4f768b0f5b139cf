import type { NotificationEvent } from '../../notification-event.js';
import { ENDPOINT_ADVICE, endpointFacts, idFacts, utcText } from './mail-facts.js';
import { familyOf, isSecret, labelOf, titleOf, toneOf } from './mail-title.js';
import type { Fact, MailView } from './mail-view.js';

/** Said of events of which a message contains nothing. */
const SECRET_LEADS: Partial<Record<ReturnType<typeof familyOf>, string>> = {
  watchlist: 'There is a new result of screening or monitoring.',
  confidential: 'There is a new event of a confidential type.',
};

/** Replaces descriptions of the catalogue that repeat the title or describe what the mail omits. */
const LEADS: Record<string, string> = {
  'document.verified':
    'The checks of the document are complete. The record contains their results.',
  'identity.created': 'A person was seen for the first time, and an identity record was created.',
  'workflow.step_verification_completed':
    'A step of a workflow has ended. The record contains its result.',
  'endpoint.disabling_soon':
    'The endpoint is still failing. Unless a delivery succeeds, it is disabled at the time below.',
  'endpoint.recovered': 'Deliveries to the endpoint succeed again, or it was resumed.',
};

/** Builds the mail of one event. It contains ids and fixed words, but no personal data. */
export function viewEvent(
  event: NotificationEvent,
  endpointId: string,
  medium: 'mail' | 'message' = 'mail',
): MailView {
  const { type, definition, data } = event;
  const family = familyOf(event);
  const isSandbox = definition?.isSandbox(data) ?? false;
  const title = titleOf(event);
  const secretLead = SECRET_LEADS[family];
  const lead =
    secretLead === undefined
      ? leadOf(type, definition?.description ?? '')
      : `${secretLead} Open the record to see it${medium === 'mail' ? '; this mail does not contain it' : ''}.`;
  return {
    subject: `${isSandbox ? '[Sandbox] ' : ''}${title}${isSecret(event) ? '' : aboutOf(event)}`,
    preview: isSecret(event) ? 'Open the record to read it.' : lead,
    label: labelOf(family),
    title,
    tone: toneOf(event),
    lead,
    isSandbox,
    facts: factsOf(event, family === 'endpoint'),
    groups: [],
    items: [],
    more: 0,
    advice: ENDPOINT_ADVICE[type] ?? null,
    button: { label: 'Open the record', url: event.link },
    footer: footerOf(endpointId),
  };
}

/** Returns the reason why a recipient gets mails of an endpoint. */
export function footerOf(endpointId: string): string {
  return `You get this mail because your address is a recipient of endpoint ${endpointId}. The administrators of the endpoint can remove it.`;
}

function factsOf(event: NotificationEvent, isHealth: boolean): Fact[] {
  const happened = fact(isHealth ? 'As of' : 'Happened', utcText(event.createdAt) ?? '', false);
  if (isSecret(event)) return [happened];
  const facts = isHealth ? endpointFacts(event.data) : idFacts(event.definition, event.data);
  // Events about endpoints may already contain the same time.
  const isRepeated = facts.some(({ value }) => value === happened.value);
  return [
    ...facts,
    ...(isRepeated ? [] : [happened]),
    fact('Event', event.type, true),
    fact('Event id', event.id, true),
  ];
}

/** Returns the id at the end of the subject line, so that mail programs do not merge threads. */
function aboutOf(event: NotificationEvent): string {
  const { data, definition } = event;
  const [first] =
    familyOf(event) === 'endpoint'
      ? endpointFacts(data).filter(({ label }) => label === 'Host' || label === 'Address')
      : idFacts(definition, data);
  return first ? ` · ${first.value}` : '';
}

/** Returns the first sentence of the catalogue's description; the others are for integrators. */
function leadOf(type: string, description: string): string {
  const known = Object.hasOwn(LEADS, type) ? LEADS[type] : undefined;
  if (known !== undefined) return known;
  const [sentence = description] = /^.*?\.(?=\s|$)/s.exec(description) ?? [];
  return sentence.replace(/(; sent again| after `endpoint).*$/, '.').replaceAll('`', '');
}

function fact(label: string, value: string, isCode: boolean): Fact {
  return { label, value, isCode };
}
