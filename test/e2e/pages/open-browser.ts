import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of WCAG 2.2 AA and the good habits that axe knows. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A reader of the pages: a browser of its own, which asks no other host, and what went wrong in it. */
export interface Reader {
  page: Page;
  context: BrowserContext;
  /** What the policy of the pages has refused, exceptions, and requests to other hosts. */
  faults: string[];
}

export function startChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export async function openReader(
  browser: Browser,
  baseURL: string,
  look: { width?: number; colours?: 'light' | 'dark' } = {},
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
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL) && !request.url().startsWith('data:')) {
      faults.push(`asked ${request.url()}`);
    }
  });
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
