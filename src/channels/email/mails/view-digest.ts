import { titleOf, toneOf } from './mail-title.js';
import type { DigestGroup, MailView } from './mail-view.js';
import { familyOf } from './mail-family.js';
import { idFacts } from './safe-facts.js';
import { utcText } from './utc-text.js';
import { footerOf } from './view-event.js';
import type { ToldEvent } from './view-event.js';

const MAX_ITEMS = 15;
const MAX_GROUPS = 12;

/** What is counted of an event. */
type Counted = Pick<ToldEvent, 'type' | 'createdAt'>;

/** One mail for many events: `told` are the first and the latest of them, `gathered` the others. */
export function viewDigest(
  told: readonly ToldEvent[],
  gathered: readonly Counted[],
  endpointId: string,
): MailView {
  const all = [...told, ...gathered].toSorted(
    (one, other) => one.createdAt.getTime() - other.createdAt.getTime(),
  );
  const groups = groupsOf(all);
  const latest = told
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
    lead: `All of this happened ${between(all)}. So that your inbox is not flooded, it comes in one mail.`,
    isSandbox: false,
    facts: [],
    groups: groups.slice(0, MAX_GROUPS),
    items: latest.map((event) => ({
      title: titleOf(event.type),
      id: familyOf(event.type) === 'watchlist' ? '' : (idsOf(event)[0]?.value ?? ''),
      time: utcText(event.createdAt) ?? '',
      link: event.link,
    })),
    more: all.length - latest.length,
    advice: null,
    button: null,
    footer: footerOf(endpointId),
  };
}

function idsOf({ definition, data }: ToldEvent) {
  return idFacts(definition, data);
}

/** By title, the most frequent first. */
function groupsOf(events: readonly Counted[]): DigestGroup[] {
  const groups = new Map<string, DigestGroup>();
  for (const { type, createdAt } of events) {
    const title = titleOf(type);
    const group = groups.get(title) ?? { title, count: 0, tone: toneOf(type), latest: '' };
    group.count += 1;
    group.latest = utcText(createdAt) ?? '';
    groups.set(title, group);
  }
  return [...groups.values()].toSorted((one, other) => other.count - one.count);
}

/** `on 15 Jan 2026 between 09:44 and 09:48 UTC`. */
function between(events: readonly Counted[]): string {
  const from = utcText(events[0]?.createdAt ?? '') ?? '';
  const until = utcText(events.at(-1)?.createdAt ?? '') ?? '';
  const [day = '', clock = ''] = until.split(', ');
  if (from === until) return `on ${day} at ${clock}`;
  if (!from.startsWith(`${day}, `)) return `between ${from} and ${until}`;
  return `on ${day} between ${from.slice(day.length + 2, -4)} and ${clock}`;
}
