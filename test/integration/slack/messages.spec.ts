import { describe, expect, it } from 'vitest';
import { availablePacks, createCatalogue } from '../../../src/catalogue/index.js';
import type { EventTypeDefinition } from '../../../src/catalogue/index.js';
import type { NotificationEvent } from '../../../src/channels/notification-event.js';
import { eventMessage, summaryMessage } from '../../../src/channels/slack/event-messages.js';
import { blockKitProblems } from '../../support/slack/block-kit-problems.js';

const ENDPOINT = 'ep_0192f0e09a1b7c3d8e4f5a6b7c8d9e0f';
const RECORD = 'https://hooks.example.com/v1/tenants/ten_0192f0e0/events/';
const catalogue = createCatalogue(availablePacks);

/** Returns the n-th of many events in one second. */
function eventOf(type: string, changes: Partial<NotificationEvent> = {}, n = 0): NotificationEvent {
  const definition = catalogue.get(type);
  const id = `evt_0192f0e0a1b2${String(n).padStart(20, '0')}`;
  return {
    id,
    type,
    createdAt: new Date(Date.UTC(2026, 0, 15, 9, 44, n % 60)),
    data: definition?.example ?? {},
    definition,
    link: RECORD + id,
    ...changes,
  };
}

const DOCUMENTED: Record<string, NotificationEvent[]> = {
  'session-declined': [eventOf('session.declined')],
  'session-sandbox': [
    eventOf('session.approved', {
      data: { ...catalogue.get('session.approved')?.example, is_sandbox: true },
    }),
  ],
  'case-escalated': [eventOf('case.escalated')],
  'document-verified': [eventOf('document.verified')],
  'identity-updated': [eventOf('identity.updated')],
  watchlist: [eventOf('kyc.watchlist.match_detected')],
  summary: Array.from({ length: 50 }, (_, n) =>
    eventOf(['session.declined', 'session.approved', 'check.matched'][n % 3] ?? '', {}, n),
  ),
};

function render(events: NotificationEvent[]) {
  const [first, ...others] = events;
  return first && others.length === 0
    ? eventMessage(first, ENDPOINT)
    : summaryMessage(events, ENDPOINT);
}

/** Returns all values of an example's personal fields, except words of the type's name. */
function personalValues(definition: EventTypeDefinition): string[] {
  const { example, personalFields } = definition;
  const ids = new Set(definition.idsOf(example).map(({ value }) => value));
  const values = (value: unknown): string[] => {
    if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(values);
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  };
  const at = (pointer: string): unknown =>
    pointer
      .split('/')
      .slice(1)
      .reduce<unknown>(
        (value, key) => (value as Record<string, unknown> | undefined)?.[key],
        example,
      );
  return personalFields
    .flatMap((pointer) => values(at(pointer)))
    .filter((value) => value.length > 3 && !ids.has(value) && !definition.type.includes(value));
}

describe('Slack messages', () => {
  it.each(Object.entries(DOCUMENTED))(
    'are within the limits of Block Kit and as documented: %s',
    async (name, events) => {
      const message = render(events);
      expect(blockKitProblems(message)).toEqual([]);
      await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot(
        `../../../docs/slack/${name}.json`,
      );
    },
  );

  it.each(catalogue.list().map((definition) => [definition.type, definition] as const))(
    'report %s without any personal data',
    (type, definition) => {
      const message = eventMessage(eventOf(type), ENDPOINT);
      expect(blockKitProblems(message)).toEqual([]);
      const text = JSON.stringify(message);
      expect(text).toContain(eventOf(type).link);
      for (const value of personalValues(definition)) expect(text).not.toContain(value);
    },
  );

  it.each(['kyc.watchlist.match_detected', 'check.matched', 'check.monitoring.new_hits'])(
    'say of %s nothing but that it happened, and where to read it',
    (type) => {
      const event = eventOf(type);
      const text = JSON.stringify(eventMessage(event, ENDPOINT));
      expect(text).toContain(event.link);
      expect(text).not.toContain(type);
      for (const { value } of event.definition?.idsOf(event.data) ?? []) {
        expect(text).not.toContain(value);
      }
      expect(JSON.stringify(summaryMessage([event, event], ENDPOINT))).not.toContain(type);
    },
  );

  it('stay within the limits for any name and description of a registered type', () => {
    const hostile = '<!channel> @here <https://evil.example|click> & `'.repeat(200);
    const definition = {
      description: hostile,
      idsOf: () =>
        Array.from({ length: 30 }, (_, n) => ({ field: `<!here>${n}`, value: 'x'.repeat(80) })),
      isSandbox: () => true,
      confidential: false,
    };
    const link = `https://example.com/${'a'.repeat(480)}/v1/tenants/t/events/e`;
    const event = eventOf('a'.repeat(190), { definition, link });
    expect(blockKitProblems(eventMessage(event, ENDPOINT))).toEqual([]);
    const many = Array.from({ length: 50 }, (_, n) => ({ ...event, type: `${event.type}.${n}` }));
    expect(blockKitProblems(summaryMessage(many, ENDPOINT))).toEqual([]);
  });

  it('count every event of a summary and name the latest', () => {
    const text = JSON.stringify(summaryMessage(DOCUMENTED['summary'] ?? [], ENDPOINT));
    expect(text).toContain('*17* × Session declined');
    expect(text).toContain('*17* × Session approved');
    expect(text).toContain('and 45 more');
    expect(text).toContain(RECORD + eventOf('', {}, 49).id);
  });
});
