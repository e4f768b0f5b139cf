import { isSecret, titleOf, toneOf } from './mail-title.js';
import type { DigestGroup, MailView } from './mail-view.js';
import { idFacts, utcText } from './mail-facts.js';
import { footerOf } from './view-event.js';
import type { NotificationEvent } from '../../notification-event.js';

const MAX_ITEMS = 15;
const MAX_GROUPS = 12;

/** The fields by which events are counted. */
type CountedEvent = Pick<NotificationEvent, 'type' | 'definition' | 'createdAt'>;

/** Builds one mail for many events: `shown` are the first and the latest, `counted` the others. */
export function viewDigest(
  shown: readonly NotificationEvent[],
  counted: readonly CountedEvent[],
  endpointId: string,
): MailView {
  const all = [...shown, ...counted].toSorted(
    (one, other) => one.createdAt.getTime() - other.createdAt.getTime(),
  );
  const groups = groupsOf(all);
  const latest = shown
    .toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    .slice(-MAX_ITEMS)
    .toReversed();
  const [first, ...others] = groups;
  const summary = first ? `${first.count} × ${first.title}${others.length > 0 ? ', …' : ''}` : '';
  const count = `${all.length} events`;
  return {
    subject: `${count}: ${summary}`,
    preview: groups
      .map((group) => `${group.count} × ${group.title}`)
      .join(', ')
      .slice(0, 150),
    label: 'Digest',
    title: count,
    tone: 'neutral',
    lead: `These events happened ${between(all)}. They are combined into one mail to keep your inbox usable.`,
    isSandbox: false,
    facts: [],
    groups: groups.slice(0, MAX_GROUPS),
    items: latest.map((event) => ({
      title: titleOf(event),
      id: isSecret(event) ? '' : (idsOf(event)[0]?.value ?? ''),
      time: utcText(event.createdAt) ?? '',
      link: event.link,
    })),
    more: all.length - latest.length,
    advice: null,
    button: null,
    footer: footerOf(endpointId),
  };
}

function idsOf({ definition, data }: NotificationEvent) {
  return idFacts(definition, data);
}

/** Groups by title, the most frequent first. */
function groupsOf(events: readonly CountedEvent[]): DigestGroup[] {
  const groups = new Map<string, DigestGroup>();
  for (const event of events) {
    const title = titleOf(event);
    const group = groups.get(title) ?? { title, count: 0, tone: toneOf(event), latest: '' };
    group.count += 1;
    group.latest = utcText(event.createdAt) ?? '';
    groups.set(title, group);
  }
  return [...groups.values()].toSorted((one, other) => other.count - one.count);
}

/** Example: `on 15 Jan 2026 between 09:44 and 09:48 UTC`. */
function between(events: readonly CountedEvent[]): string {
  const from = utcText(events[0]?.createdAt ?? '') ?? '';
  const until = utcText(events.at(-1)?.createdAt ?? '') ?? '';
  const [day = '', clock = ''] = until.split(', ');
  if (from === until) return `on ${day} at ${clock}`;
  if (!from.startsWith(`${day}, `)) return `between ${from} and ${until}`;
  return `on ${day} between ${from.slice(day.length + 2, -4)} and ${clock}`;
}
