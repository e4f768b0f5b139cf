import { viewDigest } from '../email/mails/view-digest.js';
import type { ToldEvent } from '../email/mails/view-event.js';
import { context, header, lines, message, section } from './message.js';
import type { SlackMessage } from './message.js';
import { code, link, plain } from './slack-text.js';

const MAX_NAMED = 5;

/** One message for events, oldest first, that have come faster than messages may go: counts and the latest few. */
export function summaryMessage(events: readonly ToldEvent[], endpointId: string): SlackMessage {
  const view = viewDigest(events, [], endpointId);
  const named = view.items.slice(0, MAX_NAMED);
  const more = events.length - named.length;
  return message(plain(view.subject), [
    header(view.title),
    section('They came faster than messages may go, so that this one tells of all of them.'),
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
    more > 0 ? context(`and ${more} more, each with its record`) : null,
  ]);
}
