import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { createEndpoint, createTenant, publish, useLab } from '../support/app/index.js';
import type { Tenant } from '../support/app/index.js';
import { findChromium, startChromium } from '../support/browser.js';
import { setPictureScene, settle, signIn } from './picture-scene.js';
import type { Look, PictureScene } from './picture-scene.js';

/** A directory: every page and part is photographed into it, as a whole, to be looked at. Without it, none is. */
const { ALL_PAGES: directory = '' } = process.env;

const LOOKS: readonly Look[] = [
  { colours: 'light', width: 1440 },
  { colours: 'dark', width: 390 },
  { colours: 'dark', width: 1440 },
  { colours: 'light', width: 390 },
];
const LONG_NAME = `Gesellschaft für ${'Identitätsfeststellung'.repeat(8)} mbH`.slice(0, 200);
const LONG_TYPE = `verification_of_a_business_with_many_owners.${'reviewed_again_'.repeat(3)}done`;
const LONG_REF = `customer-${'0123456789abcdef'.repeat(11)}`;

interface Pictured {
  name: string;
  path: string;
  /** Opens what stands behind a button. */
  open?: (page: Page) => Promise<void>;
}

const pressing = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
};

describe.runIf(directory !== '')('every page', { timeout: 900_000 }, () => {
  const lab = useLab();
  let scene: PictureScene;
  let browser: Browser;
  let long: Tenant & { endpoint: string; delivery: string; event: string };
  let empty: Tenant;
  let event: string;
  let rejected: string;
  let replay: string;
  let mailEndpoint: { tenant: string; id: string } | undefined;

  beforeAll(async () => {
    scene = await setPictureScene(lab);
    const { app, dns, acme, endpoint, receiverPort } = scene;
    empty = await createTenant(app, 'Empty');
    long = { ...(await createTenant(app, LONG_NAME)), endpoint: '', delivery: '', event: '' };
    dns.set('long.example', ['127.0.0.1']);
    await app.ok('POST', '/v1/event-types', {
      type: LONG_TYPE,
      description: `Sent when ${'a thing happened that takes many words to describe, '.repeat(4)}`,
      schema: {
        type: 'object',
        properties: { session_id: { type: 'string' }, external_ref: { type: 'string' } },
      },
      example: { session_id: 'session_1', external_ref: 'user_1' },
    });
    const made = await createEndpoint(app, long, {
      url: `http://long.example:${receiverPort}/${'a/very/long/path/'.repeat(20)}?token=${'t'.repeat(200)}`,
      description: `Endpoint of ${'the department with the long name '.repeat(6)}`.slice(0, 200),
    });
    long.endpoint = made.id;
    for (const is_sandbox of [false, true]) {
      const data = { session_id: `session_${LONG_REF}`, external_ref: LONG_REF, is_sandbox };
      await publish(app, long, { type: LONG_TYPE, data });
      await publish(app, long, { type: 'session.created', data });
    }
    const first = async (path: string): Promise<string> => {
      const { data } = await app.ok<{ data: { id: string }[] }>('GET', path);
      return data[0]?.id ?? '';
    };
    long.event = await first(`/v1/tenants/${long.id}/events`);
    long.delivery = await first(`/v1/tenants/${long.id}/deliveries`);
    event = await first(`/v1/tenants/${acme}/events`);
    rejected = await first('/v1/rejected');
    const endpoints = await app.ok<{ data: { id: string; tenant_id: string; channel: string }[] }>(
      'GET',
      '/v1/endpoints?limit=200',
    );
    const mail = endpoints.data.find(({ channel }) => channel === 'email');
    if (mail !== undefined) mailEndpoint = { tenant: mail.tenant_id, id: mail.id };
    await app.ok('POST', `/v1/tenants/${acme}/endpoints/${endpoint}/replay`, {
      since: new Date(Date.now() - 3_600_000).toISOString(),
      status: 'all',
    });
    replay = await first(`/v1/tenants/${acme}/replays`);
    await app.ok('POST', `/v1/tenants/${acme}/portal-links`, {
      role: 'tenant',
      expires_in_seconds: 3_600,
      person: { id: 'p1', name: LONG_NAME },
    });
    browser = await startChromium(findChromium() ?? '');
    await mkdir(directory, { recursive: true });
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await scene?.mail.close();
  });

  const tenantPages = (base: string, prefix: string, ids: Record<string, string>): Pictured[] => {
    const page = (name: string, path: string, open?: Pictured['open']): Pictured => ({
      name: `${prefix}-${name}`,
      path: `${base}/${path}`,
      ...(open && { open }),
    });
    return [
      page('overview', 'overview'),
      page('endpoints', 'endpoints'),
      page('endpoints-nomatch', 'endpoints?find=nothing'),
      page('new-endpoint', 'endpoints/new'),
      ...(ids['endpoint'] === undefined
        ? []
        : ['health', 'deliveries', 'settings', 'secrets', 'test'].map((part) =>
            page(`endpoint-${part}`, `endpoints/${ids['endpoint']}?part=${part}`),
          )),
      page('events', 'events'),
      page('events-nomatch', 'events?subject=nothing'),
      ...(ids['event'] === undefined ? [] : [page('event', `events/${ids['event']}`)]),
      page('deliveries', 'deliveries'),
      page('deliveries-nomatch', 'deliveries?environment=sandbox&code=599'),
      page('deliveries-badtime', 'deliveries?since=yesterday'),
      ...(ids['delivery'] === undefined ? [] : [page('delivery', `deliveries/${ids['delivery']}`)]),
      page('event-types', 'event-types'),
      page('event-type', `event-types/${ids['type'] ?? 'check.completed'}`),
      page('replays', 'replays'),
      ...(ids['replay'] === undefined ? [] : [page('replay', `replays/${ids['replay']}`)]),
      page('keys', 'keys'),
      page('keys-new', 'keys', pressing('New key')),
      page('notifications', 'notifications'),
      page('audit', 'audit'),
      page('audit-nomatch', 'audit?target=nothing'),
    ];
  };
  const consolePages = (): Pictured[] => [
    { name: 'health', path: '/console' },
    { name: 'health-sandbox', path: '/console?environment=sandbox' },
    { name: 'search', path: '/console/search?q=session_acme_7f3a' },
    { name: 'search-nothing', path: '/console/search?q=nothing-has-this-id' },
    { name: 'search-long', path: `/console/search?q=${LONG_REF}` },
    { name: 'tenants', path: '/console/tenants' },
    { name: 'rejected', path: '/console/rejected' },
    { name: 'rejected-nomatch', path: '/console/rejected?type=no.such' },
    { name: 'rejected-one', path: `/console/rejected/${rejected}` },
    { name: 'platform', path: '/console/platform' },
    { name: 'audit', path: '/console/audit' },
    { name: 'audit-filtered', path: '/console/audit?action=endpoint.created' },
  ];

  /** Photographs pages; returns what of them reaches beyond the edge. */
  const photograph = async (page: Page, pages: Pictured[], look: Look): Promise<string[]> => {
    const beyond: string[] = [];
    for (const { name, path, open } of pages) {
      await page.goto(path);
      await settle(page);
      await open?.(page);
      const width = await page.evaluate<number>(
        'document.documentElement.scrollWidth - window.innerWidth',
      );
      if (width > 0) beyond.push(`${name}: ${width}`);
      const file = join(directory, `${name}-${look.colours}-${look.width}.png`);
      await page.screenshot({ path: file, animations: 'disabled', fullPage: open === undefined });
    }
    return beyond;
  };

  it.each(LOOKS)('of the console, $colours, $width wide', async (look) => {
    const { page, context } = await signIn(browser, scene, { look, key: scene.app.adminKey });
    const longBase = `/console/tenants/${long.id}`;
    const beyond = await photograph(
      page,
      [
        ...consolePages(),
        ...tenantPages(longBase, 'long', { ...long, type: LONG_TYPE }),
        ...(mailEndpoint === undefined
          ? []
          : [
              {
                name: 'mail-endpoint',
                path: `/console/tenants/${mailEndpoint.tenant}/endpoints/${mailEndpoint.id}`,
              },
            ]),
      ],
      look,
    );
    await context.close();
    expect(beyond).toEqual([]);
  });

  it.each(LOOKS)('of the portal, $colours, $width wide', async (look) => {
    const of = { look, key: scene.acmeKey, face: 'portal' } as const;
    const { page, context } = await signIn(browser, scene, of);
    const { endpoint, delivery } = scene;
    const ids = { endpoint, delivery, event, replay };
    const beyond = await photograph(page, tenantPages('/portal', 'portal', ids), look);
    await context.close();
    expect(beyond).toEqual([]);
  });

  it.each(LOOKS.slice(0, 2))('where there is nothing, $colours, $width wide', async (look) => {
    const of = { look, key: empty.key, face: 'portal' } as const;
    const { page, context } = await signIn(browser, scene, of);
    const beyond = await photograph(page, tenantPages('/portal', 'empty', {}), look);
    await context.close();
    expect(beyond).toEqual([]);
  });

  it.each(LOOKS.slice(0, 2))('where the API fails, $colours, $width wide', async (look) => {
    const { page, context } = await signIn(browser, scene, { look, key: scene.app.adminKey });
    await page.route(
      (url) => url.pathname.startsWith('/v1/') && !url.pathname.startsWith('/v1/session'),
      (route) => {
        const isBusy = route.request().url().length % 2 === 0;
        return route.fulfill({
          status: isBusy ? 503 : 500,
          contentType: 'application/problem+json',
          body: JSON.stringify(
            isBusy
              ? { code: 'unavailable', detail: 'The database cannot be reached.' }
              : { code: 'internal_error', detail: 'Something went wrong.' },
          ),
        });
      },
    );
    const { endpoint, delivery } = scene;
    const ids = { endpoint, delivery, event, replay };
    const base = `/console/tenants/${scene.acme}`;
    const pages = [...consolePages(), ...tenantPages(base, 'tenant', ids)];
    const beyond = await photograph(
      page,
      pages
        .filter(({ name }) => !name.includes('nomatch'))
        .map(({ name, path }) => ({ name: `failing-${name}`, path })),
      look,
    );
    await context.close();
    expect(beyond).toEqual([]);
  });
});
