import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { addressOf } from './portal-links.js';
import { HOSTILE, HOSTILE_ANSWER, HOSTILE_NAME } from './stand.js';
import type { Stand } from './stand.js';

interface Parts {
  stand: () => Stand;
  arrive: () => Promise<Page>;
  settle: (page: Page) => Promise<void>;
}

/** What a page shows that is more than text, or that could reorder or hide what stands beside it; one line each. */
const FIND_UNSAFE = `(() => {
  const found = [...document.querySelectorAll('img[src="x"], body script, [onerror], iframe')].map(
    (element) => 'element ' + element.tagName);
  for (const element of document.querySelectorAll('bdi')) {
    if (getComputedStyle(element).unicodeBidi !== 'isolate') found.push('not isolated ' + element.textContent);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = ['title ' + document.title];
  while (walker.nextNode()) texts.push(walker.currentNode.parentElement.tagName + ' ' + walker.currentNode.data);
  const isUnsafe = (text) => /(?![\\n\\t])[\\p{Cc}\\p{Cf}\\p{Cs}]/u.test(text);
  return [...found, ...texts.filter(isUnsafe)].map((line) => JSON.stringify(line).slice(0, 200));
})()`;

/** How much of a page a failure quotes that the text is not on it. */
const MOST_SHOWN = 600;

/** The tests of what tenants, publishers and receivers write: it is never more than text. */
export function hostileTextIsText({ stand, arrive, settle }: Parts): void {
  const signedIn = async (path: string, key: string): Promise<Page> => {
    const page = await arrive();
    await page.goto(path);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    // The page of the sign-in has a heading too; who leaves it before the answer is not signed in.
    await page.getByLabel('API key').waitFor({ state: 'detached' });
    await settle(page);
    return page;
  };
  const unsafeOn = async (page: Page): Promise<string[]> => {
    const lines = await page.evaluate<string[]>(FIND_UNSAFE);
    return lines.map((line) => `${new URL(page.url()).pathname}: ${line}`);
  };
  /** Opens pages on each of which the hostile text must be seen; returns what is unsafe there. */
  const readAll = async (page: Page, paths: readonly string[]): Promise<string[]> => {
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(path);
      const text = page.getByText(HOSTILE).first();
      await text.waitFor({ timeout: 30_000 }).catch(async () => {
        const shown = await page.locator('body').innerText();
        found.push(`${path} does not show it, but: ${shown.slice(0, MOST_SHOWN)}`);
      });
      await settle(page);
      found.push(...(await unsafeOn(page)));
    }
    return found;
  };
  /** The pages of the hostile tenant, below the address of the portal or of the console. */
  const pagesOfTenant = async (base: string): Promise<string[]> => {
    const { app, hostile, ofHostile } = stand();
    const { data } = await app.ok<{ data: { id: string }[] }>(
      'GET',
      `/v1/tenants/${hostile.id}/endpoints`,
    );
    const endpoint = `${base}/endpoints/${data[0]?.id ?? ''}`;
    return [
      `${base}/endpoints`,
      endpoint,
      `${endpoint}?part=deliveries`,
      `${endpoint}?part=settings`,
      `${endpoint}?part=test`,
      `${base}/events`,
      `${base}/events/${ofHostile.event_id}`,
      `${base}/deliveries`,
      `${base}/deliveries/${ofHostile.id}`,
      `${base}/keys`,
      `${base}/audit`,
    ];
  };

  it('is text in the console, for support and for admins', async () => {
    const { app, supportKey, hostile, ofHostile, hostileRejectedId } = stand();
    const base = `/console/tenants/${hostile.id}`;
    const paths = [
      '/console',
      '/console/tenants',
      '/console/rejected',
      `/console/search?q=${encodeURIComponent(HOSTILE_NAME)}`,
      `/console/search?q=${hostile.id}`,
      ...(await pagesOfTenant(base)),
    ];
    const support = await signedIn('/console/tenants', supportKey);
    expect(await readAll(support, paths)).toEqual([]);
    // Admins see what a receiver has answered, and what was sent to it.
    const admin = await signedIn('/console/tenants', app.adminKey);
    const whole = [
      `/console/rejected/${hostileRejectedId}`,
      `${base}/events/${ofHostile.event_id}`,
      `${base}/deliveries/${ofHostile.id}`,
    ];
    expect(await readAll(admin, whole)).toEqual([]);
    const body = admin.getByRole('group', { name: 'Response body of attempt 1' });
    await body.waitFor();
    const text = await body.innerText();
    expect(text).toContain(HOSTILE);
    expect(text).toContain('\\u001b[31mred');
    expect(text).toContain('\\u202egnp.exe');
  });

  it('is text in the portal, in its menus and in its questions', async () => {
    const { app, hostile, ofHostile } = stand();
    const { url } = await app.ok<{ url: string }>(
      'POST',
      `/v1/tenants/${hostile.id}/portal-links`,
      {
        role: 'tenant',
        expires_in_seconds: 600,
        person: { id: 'eve', name: HOSTILE_NAME },
      },
    );
    const page = await arrive();
    await page.goto(addressOf({ url }, app));
    await settle(page);
    expect(await readAll(page, await pagesOfTenant('/portal'))).toEqual([]);
    const answer = page.getByRole('group', { name: 'Response body of attempt 1' });
    await page.goto(`/portal/deliveries/${ofHostile.id}`);
    await answer.getByText('\\u202e').waitFor();
    await answer.getByText('\\u001b').first().waitFor();
    // An error whose message repeats what was written elsewhere.
    const errors = [
      { pointer: `/${HOSTILE_NAME}`, code: 'unknown_field', message: HOSTILE_ANSWER },
    ];
    const problem = { code: 'invalid_request', detail: HOSTILE_NAME, status: 422, errors };
    await page.route(/\/v1\/tenants\/me\/events(\?|$)/, (route) =>
      route.fulfill({ status: 422, json: problem }),
    );
    await page.goto('/portal/events');
    await page.getByRole('alert').getByText(HOSTILE).first().waitFor();
    await page.getByRole('alert').getByText('\\u001b').first().waitFor();
    expect(await unsafeOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Settings and sign out' }).click();
    await page.getByText(`Signed in as ${HOSTILE}`).waitFor();
    expect(await unsafeOn(page)).toEqual([]);
    await page.goto('/portal/keys');
    await page.getByRole('button', { name: 'Revoke' }).first().click();
    await page.getByRole('dialog').getByText(HOSTILE).waitFor();
    expect(await unsafeOn(page)).toEqual([]);
    await page.goto('/portal/deliveries');
    await page.getByRole('combobox', { name: 'Endpoint' }).click();
    await page.getByRole('option').getByText(HOSTILE).waitFor();
    expect(await unsafeOn(page)).toEqual([]);
  });
}
