import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { createEndpoint, eventually, publish, ROOT, useLab } from '../support/app/index.js';
import { findChromium } from '../support/services/index.js';
import { CAUSES } from '../e2e/pages/causes.js';
import { openReader, startChromium } from '../e2e/pages/open-browser.js';
import { setScene } from '../e2e/pages/scene.js';
import type { Scene } from '../e2e/pages/scene.js';

const DIRECTORY = join(ROOT, 'docs', 'images', 'console');
const MOST_BYTES = 150 * 1024;
const QUESTION = 'session_acme_7f3a';

interface Look {
  colours: 'light' | 'dark';
  width: number;
}
const LIGHT: Look = { colours: 'light', width: 1280 };
const DARK: Look = { colours: 'dark', width: 1280 };
const PHONE: Look = { colours: 'light', width: 390 };
const DARK_PHONE: Look = { colours: 'dark', width: 390 };

const lab = useLab();
let scene: Scene;
let browser: Browser;
let portal: string;
let delivery: string;
let endpoint: string;

interface List {
  data: { id: string; endpoint_id: string; name: string }[];
}

beforeAll(async () => {
  scene = await setScene(lab);
  for (const { happen } of CAUSES) await happen(scene);
  const { app, dns } = scene;
  const tenants = await app.ok<List>('GET', '/v1/tenants?limit=200');
  const acme = tenants.data.find(({ name }) => name === 'Acme Identity')?.id ?? '';
  portal = `/console/tenants/${acme}`;
  const path = `/v1/tenants/${acme}`;
  const key = await app.ok<{ key: string }>('POST', `${path}/api-keys`, {
    role: 'tenant',
    name: 'Backend',
  });
  const tenant = { id: acme, key: key.key, publisherKey: app.adminKey };
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
  const failed = await app.ok<List>('GET', `/v1/deliveries?code=401&limit=200`);
  const first = failed.data.at(-1);
  [delivery = '', endpoint = ''] = [first?.id, first?.endpoint_id];
  browser = await startChromium(findChromium() ?? '');
  await mkdir(DIRECTORY, { recursive: true });
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await scene?.mail.close();
});

const PICTURES: [name: string, look: Look, path: () => string][] = [
  ['answer', LIGHT, () => `/console/search?q=${QUESTION}`],
  ['answer-phone', PHONE, () => `/console/search?q=${QUESTION}`],
  ['health', DARK, () => '/console'],
  ['delivery', LIGHT, () => `${portal}/deliveries/${delivery}`],
  ['rejected', LIGHT, () => '/console/rejected'],
  ['platform', DARK, () => '/console/platform'],
  ['overview', LIGHT, () => `${portal}/overview`],
  ['overview-phone', DARK_PHONE, () => `${portal}/overview`],
  ['endpoints', DARK, () => `${portal}/endpoints`],
  ['endpoint', LIGHT, () => `${portal}/endpoints/${endpoint}`],
  ['new-endpoint', LIGHT, () => `${portal}/endpoints/new`],
  ['deliveries', LIGHT, () => `${portal}/deliveries`],
];
/** With ALL_PAGES, a directory: these too, each page as a whole. */
const FURTHER = [
  'events',
  'event-types',
  'event-types/check.completed',
  'replays',
  'keys',
  'notifications',
  'audit',
].flatMap((part): typeof PICTURES => {
  const name = part.replaceAll(/\W/g, '-');
  return [
    [name, LIGHT, () => `${portal}/${part}`],
    [`${name}-phone`, DARK_PHONE, () => `${portal}/${part}`],
  ];
});

it.each(process.env['ALL_PAGES'] ? [...PICTURES, ...FURTHER] : PICTURES)(
  '%s',
  async (name, look, path) => {
    const { page, context } = await openReader(browser, scene.app.url, look);
    await page.setViewportSize({ width: look.width, height: look.width < 500 ? 844 : 800 });
    await page.goto('/console/tenants');
    await page.getByLabel('API key').fill(scene.app.adminKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Tenants' }).waitFor();
    await page.goto(path());
    await settle(page);
    const directory = process.env['ALL_PAGES'] ?? DIRECTORY;
    const file = join(directory, `${name}.png`);
    await page.screenshot({
      path: file,
      animations: 'disabled',
      caret: 'hide',
      fullPage: directory !== DIRECTORY,
    });
    await context.close();
    const mostBytes = directory === DIRECTORY ? MOST_BYTES : Infinity;
    expect((await stat(file)).size).toBeLessThan(mostBytes);
  },
);

async function settle(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await eventually(async () => {
    if ((await page.getByRole('status', { name: 'Loading' }).count()) > 0)
      throw new Error('Loads.');
  });
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}
