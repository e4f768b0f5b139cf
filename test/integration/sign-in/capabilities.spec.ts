import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RootModule } from '../../../src/app/root.module.js';
import { createLogger } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { createHttpApp, serveOpenApi } from '../../../src/http/index.js';
import { callApi } from '../../support/app/call-api.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

const CAPABILITIES = [
  'view',
  'endpoints.write',
  'secrets.read',
  'secrets.write',
  'test',
  'deliveries.write',
  'payloads.read',
];
const ADMIN_KEY = 'pr_the-bootstrap-admin-key-of-these-tests';

interface Operation {
  operationId: string;
  'x-roles'?: string[];
  'x-capability'?: string;
}

interface Route {
  name: string;
  method: string;
  path: string;
  needed: string;
}

let app: NestFastifyApplication;
let database: TestDatabase;
let url: string;
const routes: Route[] = [];
const sessions = new Map<string, Promise<string>>();

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = {
    ...loadSettings({ RATE_LIMIT_PER_MINUTE: '1000000' }, '.'),
    databaseUrl: database.url,
    adminApiKey: ADMIN_KEY,
    encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
  };
  const logger = createLogger({ logLevel: 'silent' });
  app = await createHttpApp(RootModule.forRoot(settings, logger), logger);
  serveOpenApi(app);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  await call('POST', '/v1/tenants', { name: 'Acme', external_id: 'acme' });
  const document = await call<{ paths: Record<string, Record<string, Operation>> }>(
    'GET',
    '/openapi.json',
  );
  for (const [path, item] of Object.entries(document.body.paths)) {
    if (!path.startsWith('/v1/tenants/{tenant}')) continue;
    for (const [method, operation] of Object.entries(item)) {
      const roles = operation['x-roles'] ?? [];
      if (!roles.includes('tenant') && !roles.includes('viewer')) continue;
      routes.push({
        name: operation.operationId,
        method: method.toUpperCase(),
        path: path.replace('{tenant}', 'me').replaceAll(/\{\w+\}/g, 'x'),
        needed: operation['x-capability'] ?? (method === 'get' ? 'view' : 'all'),
      });
    }
  }
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

function call<T>(method: string, path: string, body?: unknown, key: string | null = ADMIN_KEY) {
  return callApi<T>(url, method, path, body, key);
}

/** Signs in with these capabilities, once, and returns the token of the session. */
function sessionWith(capabilities: readonly string[]): Promise<string> {
  const name = capabilities.join();
  const known = sessions.get(name) ?? begin(capabilities);
  sessions.set(name, known);
  return known;
}

async function begin(capabilities: readonly string[]): Promise<string> {
  const link = await call<{ url: string }>('POST', '/v1/tenants/acme/portal-links', {
    role: 'tenant',
    expires_in_seconds: 600,
    capabilities,
  });
  const token = link.body.url.split('#sign-in=')[1];
  const fields = { token, embedded: true };
  const session = await call<{ session_token: string }>('POST', '/v1/session', fields, null);
  return session.body.session_token;
}

const ask = async ({ method, path }: Route, capabilities: readonly string[]) => {
  const key = await sessionWith(capabilities);
  const body = method === 'GET' ? undefined : {};
  const { status, body: problem } = await call<{ code?: string; detail?: string }>(
    method,
    path,
    body,
    key,
  );
  return { status, code: problem?.code, detail: problem?.detail };
};

describe('each capability and each route of a tenant', () => {
  it('names a capability for every route that changes something, shows secrets or event content', () => {
    const needed = Object.fromEntries(routes.map((route) => [route.name, route.needed]));
    expect(needed).toMatchObject({
      createEndpoint: 'endpoints.write',
      updateEndpoint: 'endpoints.write',
      deleteEndpoint: 'endpoints.write',
      getEndpointSecret: 'secrets.read',
      rotateEndpointSecret: 'secrets.write',
      promoteEndpointSecret: 'secrets.write',
      testEndpoint: 'test',
      retryDelivery: 'deliveries.write',
      skipDelivery: 'deliveries.write',
      startReplay: 'deliveries.write',
      cancelReplay: 'deliveries.write',
      readFeed: 'payloads.read',
      openStream: 'payloads.read',
      exportSubject: 'payloads.read',
      revealEvent: 'payloads.read',
      createTenantApiKey: 'all',
    });
  });

  it('a session without it is refused, in words that name it', async () => {
    const guarded = routes.filter(({ needed }) => needed !== 'view');
    expect(guarded.length).toBeGreaterThan(15);
    for (const route of guarded) {
      const missing = route.needed === 'all' ? 'test' : route.needed;
      const answer = await ask(
        route,
        CAPABILITIES.filter((one) => one !== missing),
      );
      expect({ route: route.name, ...answer }).toEqual({
        route: route.name,
        status: 403,
        code: 'capability_missing',
        detail: expect.stringContaining(`'${missing}'`) as string,
      });
    }
  });

  it('a session with nothing else beside it is let in', async () => {
    for (const route of routes) {
      // An erasure is for tenants that admin allows it to.
      if (route.name.startsWith('erase')) continue;
      if (route.name === 'openStream') continue;
      const granted = route.needed === 'all' ? CAPABILITIES : ['view', route.needed];
      const answer = await ask(route, [...new Set(granted)]);
      expect({ route: route.name, code: answer.code }).not.toMatchObject({
        code: expect.stringMatching(
          /^(capability_missing|forbidden|unauthorized|internal)$/,
        ) as string,
      });
    }
  });

  it('a secret in a new endpoint or in the settings needs secrets.write beside endpoints.write', async () => {
    const key = await sessionWith(['view', 'endpoints.write']);
    const secret = 'a-secret-of-my-own-1';
    const url = 'https://hooks.example.com/';
    for (const [method, path, body] of [
      ['POST', '/v1/tenants/me/endpoints', { url, secret }],
      ['PATCH', '/v1/tenants/me/settings', { webhook_url: url, webhook_secret: secret }],
    ] as const) {
      const answer = await call<{ code: string }>(method, path, body, key);
      expect(answer.body).toMatchObject({ status: 403, code: 'capability_missing' });
    }
    expect((await call('POST', '/v1/tenants/me/endpoints', { url }, key)).status).toBe(201);
  });

  it('without payloads.read, event data is masked as it is for support', async () => {
    const data = {
      session_id: 'session_1',
      external_ref: 'user_456',
      remark: 'user_secret',
      status: 'approved',
    };
    const published = await call<{ id: string }>('POST', '/v1/events', {
      tenant_id: 'acme',
      type: 'session.approved',
      data: { ...data, is_sandbox: false },
    });
    expect(published.status).toBe(202);
    const path = `/v1/tenants/me/events/${published.body.id}`;
    const all = await call('GET', path, undefined, await sessionWith(CAPABILITIES));
    expect(JSON.stringify(all.body)).toContain('user_secret');
    const less = await call('GET', path, undefined, await sessionWith(['view', 'test']));
    expect(less.status).toBe(200);
    expect(JSON.stringify(less.body)).not.toContain('user_secret');
    expect(JSON.stringify(less.body)).toContain('[masked]');
  });
});
