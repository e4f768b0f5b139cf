import { beforeAll, describe, expect, it } from 'vitest';
import { eventually, useLab } from '../support/app/index.js';
import type { Postrider } from '../support/app/index.js';
import { findChromium, startBrowser } from '../support/services/index.js';

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
  expect(page).not.toMatch(/(?:src|href)="(?!\/[^/]|data:)/);
  const scripts = [...page.matchAll(/src="([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(scripts).toHaveLength(2);
  for (const path of scripts) {
    const script = await fetch(`${app.url}${path}`);
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await script.text()).length).toBeGreaterThan(100);
  }
  expect((await fetch(`${app.url}/docs/reasons`)).status).toBe(200);
});

it('/openapi.json is the same with and without gzip', async () => {
  const url = `${app.url}/openapi.json`;
  const packed = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await packed.json()).toEqual(await plain.json());
});

describe.runIf(chromium !== undefined)('in a browser', () => {
  it('/docs shows the operations with commands to copy, and asks no other host', async () => {
    const page = await startBrowser(chromium ?? '');
    try {
      await page.open(`${app.url}/docs#tag/operator/POST/v1/events`);
      const text = await eventually(async () => {
        const shown = String(await page.evaluate('document.body.innerText'));
        expect(shown).toContain(`curl ${app.url}/v1/events`);
        return shown;
      }, 120_000);
      expect(text).toContain('Publishes');
      expect(page.exceptions).toEqual([]);
      const hosts = new Set(page.requested.filter((url) => /^(http|ws)/.test(url)).map(originOf));
      expect([...hosts]).toEqual([app.url]);
    } finally {
      await page.close();
    }
  });
});

function originOf(url: string): string {
  return new URL(url).origin;
}
