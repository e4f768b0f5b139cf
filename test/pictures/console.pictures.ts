import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { ROOT, useLab } from '../support/app/index.js';
import { findChromium, startChromium } from '../support/browser.js';
import { setPictureScene, settle, signIn } from './picture-scene.js';
import type { Look, PictureScene } from './picture-scene.js';

const DIRECTORY = join(ROOT, 'docs', 'images', 'console');
const MOST_BYTES = 150 * 1024;
const QUESTION = 'session_acme_7f3a';

const LIGHT: Look = { colours: 'light', width: 1280 };
const DARK: Look = { colours: 'dark', width: 1280 };
const PHONE: Look = { colours: 'light', width: 390 };
const DARK_PHONE: Look = { colours: 'dark', width: 390 };

const lab = useLab();
let scene: PictureScene;
let browser: Browser;
let portal: string;

beforeAll(async () => {
  scene = await setPictureScene(lab);
  portal = `/console/tenants/${scene.acme}`;
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
  ['delivery', LIGHT, () => `${portal}/deliveries/${scene.delivery}`],
  ['rejected', LIGHT, () => '/console/rejected'],
  ['platform', DARK, () => '/console/platform'],
  ['overview', LIGHT, () => `${portal}/overview`],
  ['overview-phone', DARK_PHONE, () => `${portal}/overview`],
  ['endpoints', DARK, () => `${portal}/endpoints`],
  ['endpoint', LIGHT, () => `${portal}/endpoints/${scene.endpoint}`],
  ['new-endpoint', LIGHT, () => `${portal}/endpoints/new`],
  ['deliveries', LIGHT, () => `${portal}/deliveries`],
];

it.each(PICTURES)('%s', async (name, look, path) => {
  const { page, context } = await signIn(browser, scene, { look, key: scene.app.adminKey });
  await page.goto(path());
  await settle(page);
  const file = join(DIRECTORY, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  await context.close();
  expect((await stat(file)).size).toBeLessThan(MOST_BYTES);
});
