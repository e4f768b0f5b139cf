import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of WCAG 2.2 AA and the good habits that axe knows. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The width in CSS pixels and the colours that the reader prefers. */
export interface Look {
  width?: number;
  colours?: 'light' | 'dark';
}

/** A reader of the pages: a browser of its own, which asks no other host, and what went wrong in it. */
export interface Reader {
  page: Page;
  context: BrowserContext;
  /** What the policy of the pages has refused, exceptions, and requests to other hosts. */
  faults: string[];
}

/** The path of Chromium; undefined if Debian's package is not installed. */
export function findChromium(): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  return directories.map((directory) => join(directory, 'chromium')).find(existsSync);
}

export function startChromium(executablePath: string): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-dev-shm-usage',
    // No other host can be reached, whatever the network of the machine.
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  ];
  return chromium.launch({ executablePath, args });
}

export async function openReader(
  browser: Browser,
  baseURL: string,
  look: Look = {},
): Promise<Reader> {
  const { width = 1440, colours = 'light' } = look;
  const context = await browser.newContext({
    baseURL,
    colorScheme: colours,
    viewport: { width, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // A loaded machine: a deadline is for what hangs.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });
  const { host } = new URL(baseURL);
  const seeAddress = (asked: { url(): string }): void => {
    const url = new URL(asked.url());
    if (url.protocol !== 'data:' && url.host !== host) faults.push(`asked ${url.href}`);
  };
  page.on('request', seeAddress);
  page.on('websocket', seeAddress);
  return { page, context, faults };
}

/** What axe finds on a page, as one line each. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate<{ id: string; targets: string[] }[]>(
    `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
      violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => String(target)) })))`,
  );
  return violations.map(({ id, targets }) => `${id}: ${targets.slice(0, 3).join(' | ')}`);
}
