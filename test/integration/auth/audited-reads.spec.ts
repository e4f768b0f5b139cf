import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/app/index.js';
import { openStream } from '../../support/stream-client.js';
import { documentedRoutes, startAuditLab } from './audit-lab.js';
import type { AuditLab } from './audit-lab.js';

/* Every route of docs/openapi.json that reads says whether it shows personal data. A new one fails until it has its line. */
let lab: AuditLab;
beforeAll(async () => {
  lab = await startAuditLab();
}, 60_000);
afterAll(() => lab.close());

const routes = documentedRoutes();

/** The action on record for each route that shows personal data, to one who may see it. */
const READS: Record<string, { action: string; path: () => string | Promise<string> }> = {
  'GET /v1/explain': { action: 'search.performed', path: () => '/v1/explain?q=session_1' },
  'GET /v1/search': { action: 'search.performed', path: () => '/v1/search?q=session_1' },
  'GET /v1/rejected/{id}': {
    action: 'rejected_publish.read',
    path: async () => `/v1/rejected/${await lab.rejected('audited.four')}`,
  },
  ...Object.fromEntries(
    ['', '/attempts', '/explain'].map((end) => [
      `GET /v1/tenants/{tenant}/deliveries/{id}${end}`,
      {
        action: 'delivery.read',
        path: async () => `${lab.base}/deliveries/${await lab.delivery(true)}${end}`,
      },
    ]),
  ),
  'GET /v1/tenants/{tenant}/deliveries/export': {
    action: 'deliveries.exported',
    path: () => `${lab.base}/deliveries/export?format=csv`,
  },
  'GET /v1/tenants/{tenant}/endpoints/{id}/recipients': {
    action: 'endpoint.recipients_read',
    path: async () => {
      const mail = { url: undefined, channel: 'email', recipients: ['a@example.com'] };
      return `${lab.base}/endpoints/${await lab.endpoint(mail)}/recipients`;
    },
  },
  'GET /v1/tenants/{tenant}/endpoints/{id}/secret': {
    action: 'endpoint.secret_read',
    path: async () => `${lab.base}/endpoints/${await lab.endpoint()}/secret`,
  },
  'GET /v1/tenants/{tenant}/events': {
    action: 'events.searched',
    path: () => `${lab.base}/events?subject=session_1`,
  },
  'GET /v1/tenants/{tenant}/events/export': {
    action: 'events.exported',
    path: () => `${lab.base}/events/export?format=csv`,
  },
  'GET /v1/tenants/{tenant}/events/feed': {
    action: 'feed.read',
    path: () => `${lab.base}/events/feed`,
  },
  'GET /v1/tenants/{tenant}/events/{id}': {
    action: 'event.read',
    path: async () => `${lab.base}/events/${await lab.publish()}`,
  },
  'GET /v1/tenants/{tenant}/subjects/{subject}': {
    action: 'event.read',
    path: async () => {
      await lab.publish({ session_id: 'session_9' });
      return `${lab.base}/subjects/session_9`;
    },
  },
  'GET /v1/tenants/{tenant}/subjects/{subject}/export': {
    action: 'subject.exported',
    path: () => `${lab.base}/subjects/session_1/export`,
  },
};

/** Routes whose answers have no content of events and no searches; see docs/operating.md. */
const PLAIN = [
  '/health/live',
  '/health/ready',
  '/v1/api-keys',
  '/v1/audit',
  '/v1/deliveries',
  '/v1/endpoints',
  '/v1/event-types',
  '/v1/event-types/{type}',
  '/v1/platform',
  '/v1/platform/tenants',
  '/v1/rejected',
  '/v1/session',
  '/v1/session/options',
  '/v1/stats',
  '/v1/tenant-deletions',
  '/v1/tenant-deletions/{id}',
  '/v1/tenants',
  '/v1/tenants/{tenant}',
  ...[
    'api-keys',
    'audit',
    'deliveries',
    'endpoints',
    'endpoints/{id}',
    'endpoints/{id}/snippets',
    'erasures/{id}',
    'portal-links',
    'problems',
    'replays',
    'replays/{id}',
    'settings',
    'stats',
  ].map((path) => `/v1/tenants/{tenant}/${path}`),
].map((path) => `GET ${path}`);
const STREAM = 'GET /v1/tenants/{tenant}/stream';

describe('reads', () => {
  it('each route that reads says whether it shows personal data', () => {
    const reading = routes.filter((route) => route.startsWith('GET '));
    expect([...Object.keys(READS), ...PLAIN, STREAM].toSorted()).toEqual(reading.toSorted());
  });

  it.each(Object.entries(READS))('%s is on record', async (_route, { action, path }) => {
    const { status, text, requestId } = await lab.send('GET', { path: await path() });
    expect(status, text).toBe(200);
    expect(await lab.entriesOf(requestId)).toMatchObject([
      {
        action,
        actor: expect.stringMatching(/^key_/) as string,
        role: 'admin',
        address: expect.stringContaining('127.0.0.1') as string,
      },
    ]);
  });

  it('are those of a tenant too: one entry for many, with what was read', async () => {
    const { key } = await lab.make(`${lab.base}/api-keys`, { role: 'tenant', name: 'reader' });
    const event = await lab.publish();
    const { status } = await lab.send('GET', { path: `${lab.base}/events/${event}`, key });
    expect(status).toBe(200);
    const stream = await openStream(lab.product.url, lab.tenant, key);
    stream.socket.close();
    await eventually(async () => {
      const entries = (await lab.entries()).filter(({ role }) => role === 'tenant');
      expect(entries).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            action: 'event.read',
            target: lab.tenant,
            details: { reads: 1, targets: [event] },
          }),
          expect.objectContaining({ action: 'stream.opened', target: lab.tenant }),
        ]),
      );
    });
  });

  it('of what is masked are none', async () => {
    const { key } = await lab.make('/v1/api-keys', { role: 'support', name: 'masked' });
    const path = `${lab.base}/events/${await lab.publish()}`;
    const { requestId } = await lab.send('GET', { path, key });
    expect(await lab.entriesOf(requestId)).toEqual([]);
  });
});
