import { familyOf } from '../email/mails/mail-family.js';
import { viewEvent } from '../email/mails/view-event.js';
import type { ToldEvent } from '../email/mails/view-event.js';
import { context, fields, header, message, section } from './message.js';
import type { SlackMessage } from './message.js';
import { code, link, plain } from './slack-text.js';

const WATCHLIST_LEAD =
  'There is something new in screening or monitoring. What it is stands in the record.';

/** The message of one event. Like mails it holds ids and words of ours, nothing of a person. */
export function eventMessage(event: ToldEvent, endpointId: string): SlackMessage {
  const view = viewEvent(event, endpointId);
  const lead = familyOf(event.type) === 'watchlist' ? WATCHLIST_LEAD : view.lead;
  const cells = view.facts.map(
    ({ label, value, isCode }) => `*${plain(label)}*\n${isCode ? code(value) : plain(value)}`,
  );
  return message(plain(view.subject), [
    header(`${view.isSandbox ? '[Sandbox] ' : ''}${view.title}`),
    section(plain(lead)),
    ...fields(cells),
    section(plain(view.advice ?? '')),
    section(link(event.link, 'Open the record')),
    context(plain(view.label)),
  ]);
}
