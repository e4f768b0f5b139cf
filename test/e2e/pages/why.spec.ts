import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { useLab } from '../../support/app/index.js';
import { CAUSES } from './causes.js';
import { findChromium, openReader, startChromium } from '../../support/browser.js';
import { setScene } from './scene.js';
import type { Scene } from './scene.js';

const MOST_CLICKS = 3;
const MOST_SECONDS = 10;
/** How fast people read a screen. */
const WORDS_PER_SECOND = 4;
const chromium = findChromium();
if (chromium === undefined)
  console.warn('Left out: the twelve questions; chromium is not installed.');

describe.runIf(chromium !== undefined)('why did they not get it?', { timeout: 300_000 }, () => {
  const lab = useLab();
  const measured: string[] = [];
  let scene: Scene;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    scene = await setScene(lab);
    browser = await startChromium(chromium ?? '');
    ({ page } = await openReader(browser, scene.app.url));
    await page.goto('/console');
    await page.getByLabel('API key').fill(scene.supportKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Health' }).waitFor();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await scene?.mail.close();
    console.info(`clicks, pages, words until the reason, seconds in all\n${measured.join('\n')}`);
  });

  it.each(CAUSES)('$name', async ({ name, happen, reason }) => {
    const wanted = await happen(scene);
    await page.goto('/console');
    const box = page.getByRole('searchbox', { name: 'Search' });
    await box.waitFor();
    // From here on it is what a person does: a click into the box, what the ticket names, Enter.
    let clicks = 0;
    await box.click();
    clicks += 1;
    await box.fill(wanted);
    const askedAtMs = performance.now();
    await box.press('Enter');
    clicks += 1;
    const answer = page.getByRole('region', { name: 'Explain' });
    await answer.getByText(reason).first().waitFor();
    const pagesMs = performance.now() - askedAtMs;
    const words = wordsUntil(await page.getByRole('main').innerText(), reason);
    const seconds = pagesMs / 1000 + words / WORDS_PER_SECOND;
    measured.push(`${clicks}, ${Math.round(pagesMs)} ms, ${words}, ${seconds.toFixed(1)}: ${name}`);
    expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
    expect(seconds, `${words} words`).toBeLessThanOrEqual(MOST_SECONDS);
  });
});

/** The words that are read from the top of a page to the end of what is looked for. */
function wordsUntil(text: string, wanted: RegExp): number {
  const found = wanted.exec(text);
  if (found === null) throw new Error(`The page does not say ${String(wanted)}: ${text}`);
  return text
    .slice(0, found.index + found[0].length)
    .split(/\s+/)
    .filter(Boolean).length;
}
