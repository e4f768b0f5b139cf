import type { EventTypeDefinition } from '../../../catalogue/index.js';
import { ENDPOINT_ADVICE, endpointFacts } from './endpoint-facts.js';
import { familyOf, labelOf } from './mail-family.js';
import { titleOf, toneOf } from './mail-title.js';
import type { Fact, MailView } from './mail-view.js';
import { idFacts } from './safe-facts.js';
import { utcText } from './utc-text.js';

/** An event that a mail tells of. */
export interface ToldEvent {
  /** `evt_…` */
  id: string;
  type: string;
  createdAt: Date;
  data: Readonly<Record<string, unknown>>;
  /** Undefined for a type that is no longer known. */
  definition: Pick<EventTypeDefinition, 'description' | 'idsOf' | 'isSandbox'> | undefined;
  /** Where its record can be read. */
  link: string;
}

const WATCHLIST_LEAD =
  'There is something new in screening or monitoring. What it is stands in the record, not in this mail.';

/** Where the catalogue's sentence says what the title says, or leaves open what a mail does not tell. */
const LEADS: Record<string, string> = {
  'document.verified': 'The checks of the document have run. The record says what they found.',
  'identity.created': 'A person was seen for the first time, and an identity record was created.',
  'workflow.step_verification_completed': 'A step of a workflow has ended. The record says how.',
  'endpoint.disabling_soon':
    'It goes on failing. Unless something succeeds, it is disabled at the time below.',
  'endpoint.recovered': 'What was sent to it succeeds again, or somebody has resumed it.',
};

/** The mail of one event. Of the event's data it holds ids and words of ours, nothing of a person. */
export function viewEvent(event: ToldEvent, endpointId: string): MailView {
  const { type, definition, data } = event;
  const family = familyOf(type);
  const isSandbox = definition?.isSandbox(data) ?? false;
  const title = titleOf(type);
  const isSecret = family === 'watchlist';
  const lead = isSecret ? WATCHLIST_LEAD : leadOf(type, definition?.description ?? '');
  return {
    subject: `${isSandbox ? '[Sandbox] ' : ''}${title}${isSecret ? '' : aboutOf(event)}`,
    preview: isSecret ? 'Open the record to read it.' : lead,
    label: labelOf(family),
    title,
    tone: toneOf(type),
    lead,
    isSandbox,
    facts: factsOf(event, isSecret, family === 'endpoint'),
    groups: [],
    items: [],
    more: 0,
    advice: ENDPOINT_ADVICE[type] ?? null,
    button: { label: 'Open the record', url: event.link },
    footer: footerOf(endpointId),
  };
}

/** Why somebody gets mails of an endpoint. */
export function footerOf(endpointId: string): string {
  return `You get this because your address is a recipient of endpoint ${endpointId}. Whoever manages the endpoint can change that.`;
}

function factsOf(event: ToldEvent, isSecret: boolean, isHealth: boolean): Fact[] {
  const happened = fact(isHealth ? 'As of' : 'Happened', utcText(event.createdAt) ?? '', false);
  if (isSecret) return [happened];
  const facts = isHealth ? endpointFacts(event.data) : idFacts(event.definition, event.data);
  // A notice that is told when it comes about says so already.
  const isSaid = facts.some(({ value }) => value === happened.value);
  return [
    ...facts,
    ...(isSaid ? [] : [happened]),
    fact('Event', event.type, true),
    fact('Event id', event.id, true),
  ];
}

/** The id that a subject line ends with, so that threads of one matter are told apart. */
function aboutOf({ type, data, definition }: ToldEvent): string {
  const [first] =
    familyOf(type) === 'endpoint'
      ? endpointFacts(data).filter(({ label }) => label === 'Host' || label === 'Address')
      : idFacts(definition, data);
  return first ? ` · ${first.value}` : '';
}

/** Of the catalogue's description the first sentence: what follows there is for integrators. */
function leadOf(type: string, description: string): string {
  const known = Object.hasOwn(LEADS, type) ? LEADS[type] : undefined;
  if (known !== undefined) return known;
  const [sentence = description] = /^.*?\.(?=\s|$)/s.exec(description) ?? [];
  return sentence.replace(/(; told again| after `endpoint).*$/, '.').replaceAll('`', '');
}

function fact(label: string, value: string, isCode: boolean): Fact {
  return { label, value, isCode };
}
