import { describe, expect, it } from 'vitest';
import { availablePacks, createCatalogue } from '../../../catalogue/index.js';
import { renderMail } from '../templates/render-mail.js';
import { viewDigest } from './view-digest.js';
import { viewEvent } from './view-event.js';
import type { NotificationEvent } from '../../notification-event.js';

const catalogue = createCatalogue(availablePacks);
const ENDPOINT = 'ep_0001';
const MAX_BYTES = 100_000;

function eventOf(
  type: string,
  data: Readonly<Record<string, unknown>>,
  index = 0,
): NotificationEvent {
  return {
    id: `evt_${index}`,
    type,
    data,
    createdAt: new Date(Date.UTC(2026, 0, 15, 9, 44, index)),
    definition: catalogue.get(type),
    link: `https://kyc.test/r/evt_${index}`,
  };
}

function mailOf(type: string, data: Readonly<Record<string, unknown>>) {
  return renderMail(viewEvent(eventOf(type, data), ENDPOINT), 'KYC');
}

/** The same data with a person in every text. */
function withPerson(value: unknown): unknown {
  if (typeof value === 'string') return 'Ada Lovelace <ada@example.test>';
  if (Array.isArray(value)) return value.map(withPerson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withPerson(one)]));
}

const types = catalogue.list().map(({ type }) => type);
const published = types.filter((type) => !type.startsWith('endpoint.'));

describe('a mail', () => {
  it.each(published)('of %s holds nothing of a person', (type) => {
    const data = withPerson(catalogue.get(type)?.example) as Record<string, unknown>;
    const mail = mailOf(type, data);
    const digest = viewDigest([eventOf(type, data), eventOf(type, data, 1)], [], ENDPOINT);
    const all = JSON.stringify([mail, renderMail(digest, 'KYC')]);
    expect(all).not.toMatch(/ada|lovelace/i);
    expect(all).not.toContain('undefined');
  });

  it.each([
    'kyc.watchlist.match_detected',
    'kyc.watchlist.status_changed',
    'check.matched',
    'check.completed',
    'check.monitoring.new_hits',
    'verification.sanction.created',
    'verification.criminalCheckResult.created',
  ])('of %s is a link and no more', (type) => {
    const example = catalogue.get(type)?.example ?? {};
    const { subject, html, text } = mailOf(type, example);
    const values = Object.values(example).filter((value) => typeof value === 'string');
    expect(values.filter((value) => `${subject}${html}${text}`.includes(value))).toEqual([]);
    for (const part of [subject, html, text]) {
      expect(part).not.toMatch(/match|sanction|hit\b|watchlist/i);
    }
    expect(text).toContain('https://kyc.test/r/evt_0');
  });

  it('of a confidential type that was registered says only that there is something to read', () => {
    const event = eventOf('acme.dismissal', { person_id: 'p-77' });
    const definition = {
      description: 'A person was dismissed.',
      confidential: true,
      idsOf: () => [{ field: 'person_id', value: 'p-77' }],
      isSandbox: () => false,
    };
    const secret = { ...event, definition };
    const single = renderMail(viewEvent(secret, ENDPOINT), 'KYC');
    const digest = renderMail(viewDigest([secret, secret], [secret], ENDPOINT), 'KYC');
    expect(single.subject).toBe('There is something to read');
    expect(JSON.stringify([single, digest])).not.toMatch(/dismiss|p-77/i);
  });

  it('names what happened, the ids and one place to go to, in both parts', () => {
    const { subject, html, text } = mailOf('session.declined', {
      session_id: 'session_abc',
      external_ref: 'user-7',
    });
    expect(subject).toBe('Session declined · session_abc');
    for (const part of [html, text]) {
      for (const word of [
        'Session declined',
        'session_abc',
        'user-7',
        'evt_0',
        '15 Jan 2026, 09:44 UTC',
      ]) {
        expect(part).toContain(word);
      }
    }
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain('href="https://kyc.test/r/evt_0"');
    expect(text.match(/https:/g)).toHaveLength(1);
  });

  it('escapes what it shows, and fits a terminal', () => {
    const view = viewEvent(eventOf('session.declined', {}), ENDPOINT);
    const nasty = '<script>&"\'';
    const { html, text } = renderMail(
      { ...view, title: nasty, lead: `${nasty} x`.repeat(40) },
      nasty,
    );
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
    expect(text).toContain(nasty);
    const tooLong = text.split('\n').filter((line) => line.length > 80);
    expect(tooLong).toEqual([]);
  });

  it('does not reveal the results of checks', () => {
    for (const checks of [
      { checks_passed: 4, checks_failed: 0 },
      { checks_passed: 0, checks_failed: 4 },
    ]) {
      const data = { document_id: 'doc_1', checks_run: 4, ...checks };
      const view = viewEvent(eventOf('document.verified', data), ENDPOINT);
      expect(view).toMatchObject({ title: 'Document checked', tone: 'neutral' });
    }
  });

  it('says that an event is a test', () => {
    const { subject, html, text } = mailOf('session.declined', {
      session_id: 's',
      is_sandbox: true,
    });
    expect(subject).toMatch(/^\[Sandbox\] /);
    expect(html).toContain('Sandbox');
    expect(text).toContain('(sandbox)');
  });

  it('of a type that left the catalogue says only that there is something to read', () => {
    const event = { ...eventOf('order.shipped', { name: 'Ada' }), definition: undefined };
    const single = renderMail(viewEvent(event, ENDPOINT), 'KYC');
    const digest = renderMail(viewDigest([event, event], [event], ENDPOINT), 'KYC');
    expect(single.subject).toBe('There is something to read');
    expect(JSON.stringify([single, digest])).not.toMatch(/shipped|Ada\b/);
  });
});

describe('a digest', () => {
  const flood = Array.from({ length: 5000 }, (_, index) => {
    const type = published[index % published.length] ?? '';
    return eventOf(type, catalogue.get(type)?.example ?? {}, index);
  });
  const { subject, html, text } = renderMail(
    viewDigest(flood.slice(-16), flood.slice(0, -16), ENDPOINT),
    'KYC',
  );

  it('counts everything and stays small', () => {
    expect(subject).toMatch(/^5000 events: \d+ × /);
    expect(Buffer.byteLength(html)).toBeLessThan(MAX_BYTES);
    expect(Buffer.byteLength(text)).toBeLessThan(MAX_BYTES);
    expect(text).toContain('and 4985 earlier ones.');
    expect(html).toContain('https://kyc.test/r/evt_4999');
  });
});
