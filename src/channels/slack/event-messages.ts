import { viewDigest } from '../email/mails/view-digest.js';
import { viewEvent } from '../email/mails/view-event.js';
import type { NotificationEvent } from '../notification-event.js';
import { context, fields, header, lines, message, section, code, link, plain } from './blocks.js';
import type { SlackMessage } from './blocks.js';

/** Builds the message of one event. Like mails, it contains ids and fixed words, but no personal data. */
export function eventMessage(event: NotificationEvent, endpointId: string): SlackMessage {
  const view = viewEvent(event, endpointId, 'message');
  const cells = view.facts.map(
    ({ label, value, isCode }) => `*${plain(label)}*\n${isCode ? code(value) : plain(value)}`,
  );
  return message(plain(view.subject), [
    header(`${view.isSandbox ? '[Sandbox] ' : ''}${view.title}`),
    section(plain(view.lead)),
    ...fields(cells),
    section(plain(view.advice ?? '')),
    section(link(event.link, 'Open the record')),
    context(plain(view.label)),
  ]);
}

const MAX_NAMED = 5;

/** Builds one message for several events, oldest first: counts, and the latest few. */
export function summaryMessage(
  events: readonly NotificationEvent[],
  endpointId: string,
): SlackMessage {
  const view = viewDigest(events, [], endpointId);
  const named = view.items.slice(0, MAX_NAMED);
  const more = events.length - named.length;
  return message(plain(view.subject), [
    header(view.title),
    section('Slack limits the rate of messages, so this one summarises all of them.'),
    lines(
      view.groups.map(
        ({ count, title, latest }) => `• *${count}* × ${plain(title)}, the latest ${plain(latest)}`,
      ),
    ),
    lines(
      named.map(({ title, id, time, link: url }) =>
        [url === null ? plain(title) : link(url, title), code(id), plain(time)]
          .filter((part) => part !== '')
          .join(' · '),
      ),
    ),
    more > 0 ? context(`and ${more} more`) : null,
  ]);
}
