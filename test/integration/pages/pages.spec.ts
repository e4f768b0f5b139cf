import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PagesModule } from '../../../src/pages/index.js';
import { startTestApi } from '../http/test-api.js';
import type { TestApi } from '../http/test-api.js';

const SITE = 'https://app.example.com';
const INDEX = '<!doctype html><title>Postrider</title>';
const SCRIPT = `console.log('${'x'.repeat(2_000)}');`;

let directory: string;
const apis: TestApi[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postrider-pages-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), INDEX);
  await writeFile(join(directory, 'assets', 'index-abc123.js'), SCRIPT);
  await writeFile(join(directory, 'assets', 'index-abc123.js.map'), '{}');
  await writeFile(join(directory, 'portal-element.js'), '// element');
});
afterAll(async () => {
  for (const api of apis) await api.close();
  await rm(directory, { recursive: true, force: true });
});

async function start(env: NodeJS.ProcessEnv = {}, from = directory): Promise<TestApi> {
  const api = await startTestApi([], undefined, env, [PagesModule.forRoot(from)]);
  apis.push(api);
  return api;
}

const headerOf = (response: Response, name: string) => response.headers.get(name) ?? '';

describe('the pages', () => {
  let api: TestApi;
  const ask = (path: string, init?: RequestInit) => fetch(`${api.url}${path}`, init);
  beforeAll(async () => {
    api = await start({ RATE_LIMIT_PER_MINUTE: '5' });
  });

  it('GET / leads to the console', async () => {
    const response = await ask('/', { redirect: 'manual' });
    expect([response.status, headerOf(response, 'location')]).toEqual([302, '/console']);
  });

  it.each([
    '/console',
    '/console/',
    '/console/tenants/ten_1?x=y',
    '/portal',
    '/portal/events/evt_1',
  ])('%s is the page, checked again at each visit', async (path) => {
    const response = await ask(path);
    expect([response.status, await response.text()]).toEqual([200, INDEX]);
    expect(headerOf(response, 'content-type')).toBe('text/html; charset=utf-8');
    expect(headerOf(response, 'cache-control')).toBe('no-cache');
    const etag = headerOf(response, 'etag');
    const again = await ask(path, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await ask(path, { method: 'HEAD' });
    expect([head.status, headerOf(head, 'etag'), await head.text()]).toEqual([200, etag, '']);
  });

  it('runs no script of its own and of no other host, and is in no frame', async () => {
    for (const path of ['/console', '/portal']) {
      const response = await ask(path);
      const policy = headerOf(response, 'content-security-policy');
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
      expect(headerOf(response, 'x-frame-options')).toBe('DENY');
      expect(headerOf(response, 'x-content-type-options')).toBe('nosniff');
      expect(headerOf(response, 'referrer-policy')).toBe('no-referrer');
    }
  });

  it('its files are kept for ever, packed, and there is nothing beside them', async () => {
    const path = '/pages/assets/index-abc123.js';
    const packed = await ask(path, { headers: { 'accept-encoding': 'gzip' } });
    expect(headerOf(packed, 'cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headerOf(packed, 'content-encoding')).toBe('gzip');
    expect(headerOf(packed, 'content-type')).toBe('text/javascript; charset=utf-8');
    expect(await packed.text()).toBe(SCRIPT);
    const element = await ask('/pages/portal-element.js');
    expect(headerOf(element, 'cache-control')).toBe('no-cache');
    expect(headerOf(element, 'access-control-allow-origin')).toBe('*');
    for (const missing of [
      '/pages/assets/index-old.js',
      '/pages/assets/index-abc123.js.map',
      '/pages/index.html',
      '/pages/..%2f..%2fpackage.json',
      '/pages/',
    ]) {
      const response = await ask(missing);
      expect([response.status, await response.text()]).toEqual([404, 'There is no such file.\n']);
    }
  });

  it('are not counted among the requests of an address', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await ask('/pages/portal-element.js')).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

describe('with PORTAL_FRAME_ANCESTORS', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await start({ PORTAL_FRAME_ANCESTORS: `${SITE},http://127.0.0.1:8080` });
  });

  const inFrame = (path: string, referer?: string) =>
    fetch(`${api.url}${path}`, {
      headers: {
        'sec-fetch-dest': 'iframe',
        'sec-fetch-site': 'cross-site',
        ...(referer !== undefined && { referer }),
      },
    });

  it('the portal may be in a frame of these sites, and the console in none', async () => {
    const portal = await inFrame('/portal/events', `${SITE}/dashboard`);
    expect(portal.status).toBe(200);
    expect(headerOf(portal, 'content-security-policy')).toMatch(
      /frame-ancestors https:\/\/app\.example\.com http:\/\/127\.0\.0\.1:8080$/,
    );
    expect(portal.headers.has('x-frame-options')).toBe(false);
    const console = await fetch(`${api.url}/console`);
    expect(headerOf(console, 'content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headerOf(console, 'x-frame-options')).toBe('DENY');
  });

  it('a frame of another site shows why there is no page', async () => {
    for (const [path, referer] of [
      ['/portal', 'https://elsewhere.example.com/'],
      ['/console', SITE],
    ] as const) {
      const refused = await inFrame(path, referer);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain('may not be shown inside a page of this site');
    }
  });
});

it('without a build every address says so', async () => {
  const api = await start({}, join(directory, 'nowhere'));
  for (const path of ['/console', '/portal/events', '/pages/assets/x.js']) {
    const response = await fetch(`${api.url}${path}`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('are not part of this build');
  }
});
