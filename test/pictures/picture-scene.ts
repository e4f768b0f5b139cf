import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createEndpoint, eventually, publish } from '../support/app/index.js';
import type { Lab } from '../support/app/index.js';
import { CAUSES } from '../e2e/pages/causes.js';
import { openReader } from '../support/browser.js';
import { setScene } from '../e2e/pages/scene.js';
import type { Scene } from '../e2e/pages/scene.js';

/** How a page is looked at. */
export interface Look {
  colours: 'light' | 'dark';
  width: number;
}

/** What the pictures show: everything that goes wrong, and a tenant whose events arrive. */
export interface PictureScene extends Scene {
  acme: string;
  /** A key of Acme. */
  acmeKey: string;
  /** A delivery of Acme that was answered 401, and its endpoint. */
  delivery: string;
  endpoint: string;
  /** Answers everything with 200. */
  receiverPort: number;
}

interface List {
  data: { id: string; endpoint_id: string; name: string }[];
}

export async function setPictureScene(lab: Lab): Promise<PictureScene> {
  const scene = await setScene(lab);
  for (const { happen } of CAUSES) await happen(scene);
  const { app, dns } = scene;
  const tenants = await app.ok<List>('GET', '/v1/tenants?limit=200');
  const acme = tenants.data.find(({ name }) => name === 'Acme Identity')?.id ?? '';
  const { key } = await app.ok<{ key: string }>('POST', `/v1/tenants/${acme}/api-keys`, {
    role: 'tenant',
    name: 'Backend',
  });
  const tenant = { id: acme, key, publisherKey: app.adminKey };
  const receiver = await lab.receiver();
  dns.set('cases.acme.example', ['127.0.0.1']);
  await createEndpoint(app, tenant, {
    url: `http://cases.acme.example:${receiver.port}/events`,
    description: 'Case management',
    format: 'flat',
  });
  for (let number = 1; number <= 40; number += 1) {
    await publish(app, tenant, {
      type: number % 4 === 0 ? 'session.started' : 'session.created',
      data: { session_id: `session_${number}`, external_ref: `user_${number}`, is_sandbox: false },
    });
  }
  await receiver.waitFor(40);
  const published = Date.now();
  // Statistics are up to a minute old.
  await eventually(async () => {
    const { as_of: asOf } = await app.ok<{ as_of: string }>('GET', '/v1/stats?measures=events');
    if (Date.parse(asOf) < published) throw new Error('Not all is counted yet.');
  }, 90_000);
  const failed = await app.ok<List>('GET', `/v1/deliveries?code=401&limit=200`);
  const first = failed.data.at(-1);
  return {
    ...scene,
    acme,
    acmeKey: key,
    delivery: first?.id ?? '',
    endpoint: first?.endpoint_id ?? '',
    receiverPort: receiver.port,
  };
}

/** Opens a browser that is signed in with the key, at the console or at the portal. */
export async function signIn(
  browser: Browser,
  { app }: Scene,
  { look, key, face = 'console' }: { look: Look; key: string; face?: 'console' | 'portal' },
): Promise<{ page: Page; context: BrowserContext }> {
  const { page, context } = await openReader(browser, app.url, look);
  await page.setViewportSize({ width: look.width, height: look.width < 500 ? 844 : 800 });
  await page.goto(face === 'console' ? '/console/tenants' : '/portal/keys');
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page
    .getByRole('heading', { name: face === 'console' ? 'Tenants' : 'Keys', exact: true })
    .waitFor();
  return { page, context };
}

/** Waits until nothing is being loaded any more. */
export async function settle(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await eventually(async () => {
    const loading = page.getByRole('status', { name: 'Loading' });
    // Charts and figures have a place of their own, which readers of the screen do not hear of.
    const places = page.locator('.mantine-Skeleton-root');
    if ((await loading.count()) + (await places.count()) > 0) throw new Error('Loads.');
  });
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}
