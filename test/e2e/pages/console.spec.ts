import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { eventually, useLab } from '../../support/app/index.js';
import { hostileTextIsText } from './hostile-text.js';
import { follow, type } from './keyboard.js';
import { findBarriers, findChromium, openReader, startChromium } from '../../support/browser.js';
import type { Reader } from '../../support/browser.js';
import { PERSON, setStand } from './stand.js';
import type { Stand } from './stand.js';

const FIRST_LOAD_BYTES = 250 * 1024;
const chromium = findChromium();
if (chromium === undefined) console.warn('Left out: the console; chromium is not installed.');

describe.runIf(chromium !== undefined)('the console', { timeout: 300_000 }, () => {
  const lab = useLab();
  let stand: Stand;
  let browser: Browser;
  const readers: Reader[] = [];

  beforeAll(async () => {
    stand = await setStand(lab);
    browser = await startChromium(chromium ?? '');
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
  });

  const arrive = async (look: Parameters<typeof openReader>[2] = {}): Promise<Page> => {
    const reader = await openReader(browser, stand.app.url, look);
    readers.push(reader);
    return reader.page;
  };
  const signedIn = async (
    key = stand.supportKey,
    look: Parameters<typeof openReader>[2] = {},
  ): Promise<Page> => {
    const page = await arrive(look);
    await page.goto('/console/tenants');
    await signIn(page, key);
    await page.getByRole('heading', { name: 'Tenants' }).waitFor();
    return page;
  };
  const signIn = async (page: Page, key: string): Promise<void> => {
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const pathOf = (of: 'failing' | 'succeeded' | 'ofHostile'): string => {
    const { id } = of === 'ofHostile' ? stand.hostile : stand.acme;
    return `/console/tenants/${id}/deliveries/${stand[of].id}`;
  };
  const pages = (): string[] => [
    '/console',
    '/console/search?q=session_pages_1',
    '/console/tenants',
    '/console/rejected',
    `/console/rejected/${stand.rejectedId}`,
    '/console/platform',
    '/console/audit',
    pathOf('failing'),
    pathOf('ofHostile'),
    `/console/tenants/${stand.hostile.id}/events/${stand.ofHostile.event_id}`,
  ];
  const settle = async (page: Page): Promise<void> => {
    await page.locator('main h1').waitFor();
    await eventually(async () =>
      expect(await page.getByRole('status', { name: 'Loading' }).count()).toBe(0),
    );
  };

  it('asks for a key first, says what comes after it, and opens it', async () => {
    const page = await arrive();
    await page.goto(pathOf('failing'));
    await page
      .getByText(`After signing in you will see the delivery ${stand.failing.id}`)
      .waitFor();
    await signIn(page, 'pr_wrong');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('unauthorized');
    await signIn(page, stand.supportKey);
    await page.getByRole('heading', { name: 'session.created', exact: false }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe(pathOf('failing'));
  });

  it.each(['Rejected', 'Platform'])(
    'says that a session has ended, and opens %s after the next sign-in',
    async (name) => {
      const page = await signedIn();
      await page.context().clearCookies();
      await page.getByRole('link', { name }).click();
      await page.getByText('Your session ended').waitFor();
      await signIn(page, stand.supportKey);
      await page.getByRole('heading', { name, exact: true }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/console/${name.toLowerCase()}`);
    },
  );

  it('answers a search in words, with evidence that leads on', async () => {
    const page = await signedIn();
    const box = page.getByRole('searchbox', { name: 'Search' });
    await box.fill('session_pages_1');
    await box.press('Enter');
    const answer = page.getByRole('region', { name: 'Explain' });
    await answer.getByText('answered 401').first().waitFor();
    await answer.getByRole('button', { name: 'Copy for the ticket' }).click();
    expect(await clipboardOf(page)).toContain('answered 401');
    await answer.getByRole('link', { name: /pending/ }).click();
    await page.getByRole('list', { name: 'Attempts' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(pathOf('failing'));
  });

  it('retries a delivery at once, and copies its request as a command', async () => {
    const page = await signedIn();
    await page.goto(pathOf('failing'));
    const attempts = page.getByRole('list', { name: 'Attempts' });
    await attempts.getByText('#1').waitFor();
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    const command = await clipboardOf(page);
    expect(command).toContain(`curl -i -X POST '${stand.refusing.url}'`);
    expect(command).toContain(`X-Webhook-Delivery-ID: ${stand.failing.id}`);
    expect(command).toContain('session_pages_1');
    const before = stand.refusing.requests.length;
    await page.getByRole('button', { name: 'Retry now' }).click();
    await attempts.getByText('#2').waitFor();
    expect(stand.refusing.requests.length).toBe(before + 1);
    await attempts.getByText('manual').waitFor();
  });

  describe('hostile text', () => {
    hostileTextIsText({ stand: () => stand, arrive, settle });
  });

  it('says what failed, tries again, and clears filters that match nothing', async () => {
    const page = await signedIn();
    await page.route('**/v1/rejected*', (route) => route.abort());
    await page.goto('/console/rejected');
    const again = page.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await page.unroute('**/v1/rejected*');
    await again.click();
    await page.getByText('session.aproved').first().waitFor();
    const tenant = page.getByRole('table').getByRole('link', { name: 'Acme Identity' });
    expect(await tenant.getAttribute('href')).toBe(`/console/tenants/${stand.acme.id}`);
    await page.getByLabel('Event type').fill('no.such.type');
    await page.getByLabel('Event type').press('Enter');
    await page.getByText('Nothing matches these filters').waitFor();
    expect(page.url()).toContain('type=no.such.type');
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await page.getByText('session.aproved').first().waitFor();
  });

  it.each([
    ['a list', '/console', '**/v1/platform/tenants*', 'Acme Identity'],
    ['a page of figures', '/console/platform', '**/v1/platform', 'ENCRYPTION_KEYS'],
  ])('shows what it has when %s cannot be renewed, and says so', async (_, path, route, shown) => {
    const page = await signedIn();
    await page.clock.install();
    await page.goto(path);
    await page.getByText(shown).first().waitFor();
    await page.route(route, (request) => request.abort());
    await page.clock.fastForward('00:40');
    await page.getByText('This may be out of date').waitFor();
    await page.getByText(shown).first().waitFor();
    await page.unroute(route);
    await page.getByRole('button', { name: 'Try again' }).click();
    await eventually(async () =>
      expect(await page.getByText('This may be out of date').count()).toBe(0),
    );
  });

  it.each(['light', 'dark'] as const)(
    'has no barrier that axe knows, in %s colours',
    async (colours) => {
      const stranger = await arrive({ colours });
      await stranger.goto('/console');
      await stranger.getByLabel('API key').waitFor();
      const found = { '/console, not signed in': await findBarriers(stranger) };
      const page = await signedIn(stand.app.adminKey, { colours });
      for (const path of pages()) {
        await page.goto(path);
        await settle(page);
        Object.assign(found, { [path]: await findBarriers(page) });
      }
      await page.goto(pathOf('failing'));
      await page.getByRole('button', { name: 'Skip', exact: true }).click();
      await page.getByRole('dialog').waitFor();
      Object.assign(found, { dialog: await findBarriers(page) });
      expect(Object.entries(found).filter(([, barriers]) => barriers.length > 0)).toEqual([]);
    },
  );

  it('fits a screen of 360 pixels', async () => {
    const page = await signedIn(stand.app.adminKey, { width: 360 });
    const tooWide: string[] = [];
    for (const path of pages()) {
      await page.goto(path);
      await settle(page);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      if (width !== 360) tooWide.push(`${path}: ${String(width)}`);
    }
    expect(tooWide).toEqual([]);
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    await page.getByRole('link', { name: 'Platform' }).click();
    await page.getByRole('heading', { name: 'Platform' }).waitFor();
  });

  it('can be used by keyboard alone', async () => {
    const page = await signedIn();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('/');
    await page.keyboard.type('session_pages_1');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Explain' }).waitFor();
    await page.getByRole('link', { name: /pending/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Skip', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    // The focus is back where it was.
    await page.locator('button:focus', { hasText: 'Skip' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    // Personal data is revealed for a reason.
    await follow(page, page.getByRole('link', { name: /^evt_/ }));
    const content = page.getByRole('group', { name: 'Stored data' });
    expect(await content.innerText()).not.toContain(PERSON);
    await follow(page, page.getByRole('button', { name: 'Reveal' }));
    const question = page.getByRole('dialog');
    await type(page, question.getByRole('textbox', { name: 'Reason' }), 'Ticket 4711');
    await follow(page, question.getByRole('button', { name: 'Reveal' }));
    await content.getByText(PERSON).waitFor();
    await page.getByRole('button', { name: 'Settings and sign out' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemradio', { name: 'Dark' }).press('Enter');
    await eventually(async () =>
      expect(await page.evaluate('document.documentElement.dataset.mantineColorScheme')).toBe(
        'dark',
      ),
    );
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).press('Enter');
    await page.getByText('You signed out.').waitFor();
  });

  it('loads less than 250 KB before its first page', async () => {
    const page = await arrive();
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (!new URL(request.url()).pathname.startsWith('/v1/')) {
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      }
    });
    await page.goto('/console');
    await signIn(page, stand.supportKey);
    await settle(page);
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50 * 1024);
    expect(total).toBeLessThan(FIRST_LOAD_BYTES);
  });

  it('has done nothing meanwhile that its policy forbids, and asked no other host', () => {
    expect(readers.length).toBeGreaterThan(5);
    expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
  });
});

async function clipboardOf(page: Page): Promise<string> {
  return eventually(async () => {
    const text = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(text).not.toBe('');
    return text;
  });
}
