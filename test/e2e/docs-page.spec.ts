import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, useLab } from '../support/app/index.js';
import type { Postrider } from '../support/app/index.js';
import type { Browser, Locator } from 'playwright-core';
import { findChromium, openReader, startChromium } from '../support/browser.js';
import type { Look, Reader } from '../support/browser.js';

const lab = useLab();
const chromium = findChromium();
if (chromium === undefined)
  console.warn('Left out: /docs in a browser; chromium is not installed.');

let app: Postrider;
beforeAll(async () => {
  app = await lab.postrider({ databaseUrl: await lab.database() });
});

it('/docs loads nothing from elsewhere, by its own policy too', async () => {
  const response = await fetch(`${app.url}/docs`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/html');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  const page = await response.text();
  const paths = [...page.matchAll(/(?:src|href|data-document)="([^"]*)"/g)].map(
    ([, path]) => path ?? '',
  );
  // Relative, so that a proxy may serve all of it below a path of its own.
  for (const path of paths) expect(path).toMatch(/^(?:[.\w]|data:)/);
  const assets = paths.filter((path) => path.includes('assets/'));
  expect(assets).toHaveLength(3);
  for (const path of assets) {
    const asset = await fetch(new URL(path, `${app.url}/docs`));
    expect(asset.status).toBe(200);
    expect(asset.headers.get('content-type')).toMatch(/^(text\/javascript|application\/json)/);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect((await asset.text()).length).toBeGreaterThan(100);
  }
});

it('/docs/ with a slash leads to /docs', async () => {
  const response = await fetch(`${app.url}/docs/`);
  expect([response.status, response.url]).toEqual([200, `${app.url}/docs`]);
});

it('/openapi.json is the same with and without gzip, and 304 for a client that has it', async () => {
  const url = `${app.url}/openapi.json`;
  const packed = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await packed.json()).toEqual(await plain.json());
  const headers = { 'if-none-match': packed.headers.get('etag') ?? '' };
  const again = await fetch(url, { headers });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

it('an installation without development packages has the reader, and the package does not ask for it', () => {
  const { packages } = JSON.parse(
    readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
  ) as { packages: Record<string, { dev?: boolean; dependencies?: Record<string, string> }> };
  const reader = packages['node_modules/@scalar/fastify-api-reference'];
  expect(reader).toBeDefined();
  expect(reader?.dev).toBeUndefined();
  expect(Object.keys(packages['']?.dependencies ?? {}).join()).not.toContain('@scalar/');
});

describe.runIf(chromium !== undefined)('in a browser', { timeout: 240_000 }, () => {
  const SHOWN_WITHIN_MS = 180_000;
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(chromium ?? '');
    await app.ok('POST', '/v1/tenants', { name: 'Acme', external_id: 'acme' });
  });
  afterAll(async () => browser?.close());

  const open = async (look: Look = {}): Promise<Reader & { command: Locator }> => {
    const reader = await openReader(browser, app.url, look);
    reader.context.setDefaultTimeout(SHOWN_WITHIN_MS);
    await reader.page.goto('/docs#tag/publishing/POST/v1/events');
    const command = reader.page.locator('[id*="POST/v1/events"] pre').first();
    await command.getByText('curl').first().waitFor();
    return { ...reader, command };
  };

  it.each([
    { width: 1440, colours: 'light', back: 'rgb(255, 255, 255)' },
    { width: 390, colours: 'dark', back: 'rgb(18, 22, 29)' },
  ] as const)('/docs reads well in $colours colours, $width wide', async (look) => {
    const { page } = await open(look);
    const colour = 'getComputedStyle(document.body).backgroundColor';
    expect(await page.evaluate(colour)).toBe(look.back);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(look.width);
    const seen = `[...document.querySelectorAll('a[href*="scalar"], [class*=agent], [class*=mcp]')]
      .filter((element) => element.checkVisibility()).length`;
    expect(await page.evaluate(seen)).toBe(0);
  });

  it("/docs shows a command to copy that works, sends it with the reader's key, and asks no other host", async () => {
    const { page, faults, command } = await open();
    const copied = await command.innerText();
    expect(copied).toContain(`curl ${app.url}/v1/events`);
    expect(copied).toContain('Authorization: Bearer ');
    // The reader may render the field again after a change, and renders it more than once.
    await eventually(async () => {
      await page.locator('input.scalar-password-input:visible').first().fill(app.adminKey);
      expect(await command.innerText()).toContain(`Bearer ${app.adminKey}`);
    }, SHOWN_WITHIN_MS);
    await page.locator('.show-api-client-button').first().click();
    const client = page.getByRole('dialog');
    await client.getByRole('button', { name: /^Send/ }).first().click();
    await client.getByText('202 Accepted').first().waitFor();
    const kept = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])';
    expect(await page.evaluate(kept)).not.toContain(app.adminKey);
    expect(faults).toEqual([]);
  });
});
