import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import {
  createEndpoint,
  createTenant,
  eventually,
  publish,
  useLab,
} from '../../support/app/index.js';
import type { Postrider, Tenant } from '../../support/app/index.js';
import type { Receiver } from '../../support/receiver.js';
import { follow, tabTo, type } from './keyboard.js';
import { findBarriers, findChromium, openReader, startChromium } from '../../support/browser.js';
import type { Reader } from '../../support/browser.js';
import { filtersLast } from './portal-filters.js';
import { portalLinksRefuse } from './portal-links.js';

const LINKS = [
  'Overview',
  'Endpoints',
  'Events',
  'Deliveries',
  'Event types',
  'Replays',
  'Keys',
  'Audit',
];
const chromium = findChromium();
if (chromium === undefined) console.warn('Left out: the portal; chromium is not installed.');

describe.runIf(chromium !== undefined)('the portal', { timeout: 300_000 }, () => {
  const lab = useLab();
  const readers: Reader[] = [];
  let app: Postrider;
  let browser: Browser;
  let acme: Tenant;
  let working: Receiver;
  let workingId: string;
  let refusingId: string;
  let dashboards: [Receiver, Receiver];

  beforeAll(async () => {
    dashboards = [await lab.receiver(), await lab.receiver({ host: 'localhost' })];
    const env = {
      RETRY_SCHEDULE: '600',
      PORTAL_FRAME_ANCESTORS: new URL(dashboards[0].url).origin,
    };
    app = await lab.postrider({ databaseUrl: await lab.database(), env });
    working = await lab.receiver();
    const refusing = await lab.receiver();
    refusing.answer((response) => response.writeHead(401).end('{"error":"bad signature"}'));
    acme = await createTenant(app, 'Acme Identity');
    workingId = (await createEndpoint(app, acme, { url: working.url, description: 'Cases' })).id;
    refusingId = (await createEndpoint(app, acme, { url: refusing.url, description: 'Legacy' })).id;
    const data = { session_id: 'session_portal_1', external_ref: null, is_sandbox: false };
    await publish(app, acme, { type: 'session.created', data });
    await working.waitFor(1);
    await refusing.waitFor(1);
    browser = await startChromium(chromium ?? '');
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
  });

  const arrive = async (look: Parameters<typeof openReader>[2] = {}): Promise<Page> => {
    const reader = await openReader(browser, app.url, look);
    readers.push(reader);
    return reader.page;
  };
  const signedIn = async (
    key = acme.key,
    look: Parameters<typeof openReader>[2] = {},
  ): Promise<Page> => {
    const page = await arrive(look);
    await page.goto('/portal/endpoints');
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Endpoints' }).waitFor();
    return page;
  };
  const settle = async (page: Page): Promise<void> => {
    await page.locator('main h1').waitFor();
    await eventually(async () =>
      expect(await page.getByRole('status', { name: 'Loading' }).count()).toBe(0),
    );
  };
  const pages = (): string[] => [
    'overview',
    'endpoints',
    'endpoints/new',
    `endpoints/${refusingId}`,
    `endpoints/${workingId}?part=deliveries`,
    `endpoints/${workingId}?part=settings`,
    `endpoints/${workingId}?part=secrets`,
    `endpoints/${workingId}?part=test`,
    'events',
    'deliveries',
    'event-types',
    'event-types/check.completed',
    'replays',
    'keys',
    'notifications',
    'audit',
  ];

  it.each([
    ['light', 1440],
    ['dark', 360],
  ] as const)('has no barrier and no sideways scrolling: %s, %i wide', async (colours, width) => {
    const page = await signedIn(acme.key, { colours, width });
    const found: string[] = [];
    for (const path of pages()) {
      await page.goto(`/portal/${path}`);
      await settle(page);
      found.push(...(await findBarriers(page)).map((barrier) => `${path}: ${barrier}`));
      const beyond = await page.evaluate<number>(
        'document.documentElement.scrollWidth - window.innerWidth',
      );
      if (beyond > 0) found.push(`${path}: ${beyond} pixels beyond the edge`);
    }
    expect(found).toEqual([]);
  });

  it('does the main tasks by keyboard alone', async () => {
    const page = await signedIn();
    for (const name of LINKS) {
      await follow(page, page.getByRole('link', { name, exact: true }));
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    }
    // A new endpoint, with its secret and a test.
    await follow(page, page.getByRole('link', { name: 'Endpoints', exact: true }));
    await follow(page, page.getByRole('link', { name: 'New endpoint' }));
    await type(page, page.getByRole('textbox', { name: 'URL' }), `${working.url}/by-keyboard`);
    await page.getByText('This URL can be used').waitFor();
    await type(page, page.getByRole('textbox', { name: 'Description' }), 'By keyboard');
    await follow(page, page.getByRole('button', { name: 'Create endpoint' }));
    await page.getByText('By keyboard gets events from now on').waitFor();
    await page
      .getByText(/^whsec_/)
      .first()
      .waitFor();
    await follow(page, page.getByRole('button', { name: 'Send test' }));
    await page.getByText(/Your server answered 200/).waitFor();
    // Pause, resume.
    await follow(page, page.getByRole('link', { name: 'Open the endpoint' }));
    await follow(page, page.getByRole('button', { name: 'Pause' }));
    await follow(page, page.getByRole('dialog').getByRole('button', { name: 'Pause' }));
    await follow(page, page.getByRole('button', { name: 'Resume' }));
    await follow(page, page.getByRole('dialog').getByRole('button', { name: 'Resume' }));
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    // A replay is counted before it is sent.
    await follow(page, page.getByRole('link', { name: 'Replay', exact: true }));
    const replay = page.getByRole('dialog');
    await tabTo(page, replay.getByRole('radio', { name: 'What failed' }));
    await page.keyboard.press('ArrowDown');
    await follow(page, replay.getByRole('button', { name: 'Count' }));
    await follow(page, replay.getByRole('button', { name: /^Send \d+ again$/ }));
    await page.getByRole('heading', { name: 'Progress' }).waitFor();
    // A key, shown once.
    await follow(page, page.getByRole('link', { name: 'Keys', exact: true }));
    await follow(page, page.getByRole('button', { name: 'New key' }));
    await type(page, page.getByRole('dialog').getByRole('textbox', { name: 'Name' }), 'Robot');
    await follow(page, page.getByRole('dialog').getByRole('button', { name: 'Make the key' }));
    expect(await page.getByText(/^pr_/).innerText()).toMatch(/^pr_.{20,}/);
  });

  it('changes secrets, retries, hands out a link and signs out by keyboard alone', async () => {
    const page = await arrive();
    await page.goto('/portal/endpoints');
    await type(page, page.getByLabel('API key'), acme.key);
    await page.keyboard.press('Enter');
    // A secret is rotated, and the former one ended.
    await follow(page, page.getByRole('link', { name: /^Legacy/ }));
    await tabTo(page, page.getByRole('tab', { name: 'Health' }));
    await tabTo(page, page.getByRole('tab', { name: 'Secrets' }), 'ArrowRight');
    const question = page.getByRole('dialog');
    await follow(page, page.getByRole('button', { name: 'Rotate' }));
    await follow(page, question.getByRole('button', { name: 'Rotate' }));
    await page.getByText('Former secrets that still sign').waitFor();
    await follow(page, page.getByRole('button', { name: 'Promote the new secret' }));
    await follow(page, question.getByRole('button', { name: 'Promote the new secret' }));
    await page.getByText('Former secrets that still sign').waitFor({ state: 'detached' });
    // What was refused is sent again.
    await follow(page, page.getByRole('link', { name: 'Deliveries', exact: true }));
    const row = page.getByRole('row').filter({ hasText: 'Legacy' });
    await follow(page, row.getByRole('link', { name: 'session.created' }));
    await follow(page, page.getByRole('button', { name: 'Retry now' }));
    await page.getByRole('list', { name: 'Attempts' }).getByText('#2').waitFor();
    // A link for a colleague is made, and taken back.
    await follow(page, page.getByRole('link', { name: 'Keys', exact: true }));
    await follow(page, page.getByRole('button', { name: 'New link' }));
    await type(page, question.getByRole('textbox', { name: 'Person' }), 'ada');
    await follow(page, question.getByRole('button', { name: 'Make the link' }));
    await question.getByText(/\/portal#sign-in=pl_/).waitFor();
    await follow(page, question.getByRole('button', { name: 'Done' }));
    const link = page.getByRole('row').filter({ hasText: 'ada' });
    await follow(page, link.getByRole('button', { name: 'Revoke' }));
    await follow(page, question.getByRole('button', { name: 'Revoke' }));
    await link.getByText('revoked').waitFor();
    await follow(page, page.getByRole('button', { name: 'Settings and sign out' }));
    await tabTo(page, page.getByRole('menuitem', { name: 'Sign out', exact: true }), 'ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('You signed out.').waitFor();
    expect((await page.request.get('/v1/session')).status()).toBe(401);
  });

  describe('filters', () => {
    filtersLast({ signedIn, settle, place: () => ({ app, tenant: acme }) });
  });

  it('says at the field what is wrong with it', async () => {
    const page = await signedIn();
    await page.goto('/portal/endpoints/new');
    const url = page.getByRole('textbox', { name: 'URL' });
    await url.fill('https://user@acme.example/');
    await eventually(async () => expect(await url.getAttribute('aria-invalid')).toBe('true'));
    await url.fill(`${working.url}/again`);
    const rate = page.getByLabel('Requests per second, at most');
    await rate.fill('many');
    await page.getByRole('button', { name: 'Create endpoint' }).click();
    await eventually(async () => expect(await rate.getAttribute('aria-invalid')).toBe('true'));
    expect(await rate.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(
      true,
    );
    await page.getByText('One field needs another value').waitFor();
  });

  it('invites where there is nothing, and offers to try again where it failed', async () => {
    const fresh = await createTenant(app, 'Brand new');
    const page = await signedIn(fresh.key);
    await page.getByText('No endpoint yet').waitFor();
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByText('No event yet').waitFor();
    await page.context().setOffline(true);
    await page.getByLabel('Subject').fill('session_portal_1');
    await page.keyboard.press('Enter');
    const again = page.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await page.context().setOffline(false);
    await again.click();
    await page.getByText('Nothing matches these filters').waitFor();
    expect(await again.count()).toBe(0);
  });

  it('offers a viewer nothing that is refused, and says why', async () => {
    const { key } = await app.ok<{ key: string }>('POST', `/v1/tenants/${acme.id}/api-keys`, {
      role: 'viewer',
      name: 'Reads',
    });
    const page = await signedIn(key);
    await page.getByText('Your sign-in does not let you change endpoints.').waitFor();
    expect(await page.getByRole('link', { name: 'New endpoint' }).count()).toBe(0);
    for (const name of ['Keys', 'Audit']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await page.getByText(/^Your sign-in does not let you/).waitFor();
    }
    await page.goto(`/portal/endpoints/${workingId}?part=secrets`);
    await page.getByText('Your sign-in does not let you see secrets.').waitFor();
    expect(await page.getByRole('button', { name: 'Rotate' }).count()).toBe(0);
  });

  describe('links', () => {
    let refused: { id: string; event_id: string };
    beforeAll(async () => {
      const path = `/v1/tenants/${acme.id}/deliveries?endpoint_id=${refusingId}`;
      const { data } = await app.ok<{ data: (typeof refused)[] }>('GET', path);
      refused = data.at(-1) ?? { id: '', event_id: '' };
    });
    portalLinksRefuse(() => ({ app, browser, acme, endpointId: refusingId, refused, dashboards }));
  });

  it('has broken no rule of its policy and asked no other host in all of this', () => {
    expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
  });
});
