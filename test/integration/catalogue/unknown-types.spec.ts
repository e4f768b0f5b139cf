import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProcess } from '../../../src/app/start-process.js';
import type { RunningProcess } from '../../../src/app/start-process.js';
import { createLogger } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { callApi } from '../../support/app/call-api.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';
import { openStream, Refused } from '../../support/stream-client.js';

const ADMIN_KEY = 'pr_the-bootstrap-admin-key-of-these-tests';
const URL = 'https://hooks.example.com/in';
const LOAN = {
  type: 'loan.decided',
  description: 'A loan was decided.',
  schema: { type: 'object' },
  example: {},
};

interface Body extends Record<string, unknown> {
  errors?: { pointer: string; code: string; message: string; did_you_mean?: string[] }[];
}

let database: TestDatabase;
const processes: RunningProcess[] = [];
let tenant: string;
let path: string;
let endpoint: string;

const ask = (method: string, route: string, body?: unknown, at = 0) =>
  callApi<Body>(processes[at]?.url ?? '', method, route, body, ADMIN_KEY);

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = {
    ...loadSettings(
      { LOG_LEVEL: 'silent', PORT: '0', RATE_LIMIT_PER_MINUTE: '1000000', CATALOGUE: 'verifa' },
      '.',
    ),
    databaseUrl: database.url,
    adminApiKey: ADMIN_KEY,
    encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
  };
  for (let at = 0; at < 2; at += 1) {
    processes.push(await startProcess(settings, createLogger(settings)));
  }
  tenant = String((await ask('POST', '/v1/tenants', { name: 'Acme' })).body['id']);
  path = `/v1/tenants/${tenant}`;
  const created = await ask('POST', `${path}/endpoints`, { url: URL, event_types: ['session.*'] });
  endpoint = `${path}/endpoints/${String(created.body['id'])}`;
});

afterAll(async () => {
  for (const running of processes.splice(0)) await running.stop();
  await database.drop();
});

/** The only error of an answer that names a type which does not exist. */
const unknown = (pointer: string, did_you_mean: string[]) => ({
  code: 'unknown_event_type',
  errors: [
    {
      pointer,
      code: 'unknown_event_type',
      message: expect.stringMatching(/Did you mean .+\?$/) as string,
      did_you_mean,
    },
  ],
});

describe('a pattern that matches nothing, like sesion.*', () => {
  it('is refused where an endpoint is created, with what was meant', async () => {
    const { status, body } = await ask('POST', `${path}/endpoints`, {
      url: URL,
      event_types: ['session.*', 'sesion.*'],
    });
    expect([status, body]).toMatchObject([422, unknown('/event_types/1', ['session.*'])]);
    expect(body.errors?.[0]?.message).toContain('Did you mean session.*?');
  });

  it('is refused where one is changed, which stays as it was', async () => {
    const { status, body } = await ask('PATCH', endpoint, { event_types: ['sessions.*'] });
    expect([status, body]).toMatchObject([422, unknown('/event_types/0', ['session.*'])]);
    expect((await ask('GET', endpoint)).body['event_types']).toEqual(['session.*']);
  });

  it('is refused by replay, feed, stream and the lists', async () => {
    const since = new Date(Date.now() - 60_000).toISOString();
    const replay = { status: 'failed', since, types: ['sesion.*'] };
    expect((await ask('POST', `${endpoint}/replay`, replay)).body).toMatchObject(
      unknown('/types/0', ['session.*']),
    );
    expect((await ask('GET', `${path}/events/feed?types=sesion.*`)).body).toMatchObject(
      unknown('/types', ['session.*']),
    );
    for (const list of [`${path}/events`, `${path}/deliveries`, '/v1/deliveries']) {
      const { status, body } = await ask('GET', `${list}?type=sesion.*`);
      expect([status, body], list).toMatchObject([422, unknown('/type', ['session.*'])]);
    }
    const stream = openStream(processes[0]?.url ?? '', tenant, ADMIN_KEY, { types: 'sesion.*' });
    const refusal = await stream.catch((error: unknown) => error);
    if (!(refusal instanceof Refused)) throw new Error('the stream was not refused');
    expect(refusal.body).toMatchObject(unknown('/types', ['session.*']));
  });

  it('stays with an endpoint that has it from before, and gets in the way of no other change', async () => {
    const created = await ask('POST', `${path}/endpoints`, { url: URL });
    const id = String(created.body['id']);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `UPDATE endpoints SET event_types = '{withdrawn.*}' WHERE id = replace($1, 'ep_', '')::uuid`,
      [id],
    );
    await client.end();
    const changed = await ask('PATCH', `${path}/endpoints/${id}`, { description: 'x' });
    expect([changed.status, changed.body['event_types']]).toEqual([200, ['withdrawn.*']]);
  });
});

describe('a misspelt type', () => {
  it.each([
    ['session.aproved', ['session.approved']],
    ['session-created', ['session.created']],
    ['Session.Created', ['session.created']],
  ])('%s is refused at publish and by the test send, with what was meant', async (type, meant) => {
    const published = await ask('POST', '/v1/events', { tenant_id: tenant, type, data: {} });
    expect([published.status, published.body]).toMatchObject([422, unknown('/type', meant)]);
    const tested = await ask('POST', `${endpoint}/test`, { type });
    expect([tested.status, tested.body]).toMatchObject([422, unknown('/type', meant)]);
    const shown = await ask('GET', `/v1/event-types/${type}`);
    expect([shown.status, shown.body]).toMatchObject([
      404,
      { ...unknown('/type', meant), code: 'not_found' },
    ]);
  });

  it('is found as it was written in the list of refused publishes', async () => {
    await ask('POST', '/v1/events', { tenant_id: tenant, type: 'sesion.paid', data: {} });
    const { status, body } = await ask('GET', `/v1/rejected?type=sesion.*`);
    expect([status, body['data']]).toMatchObject([200, [{ type: 'sesion.paid' }]]);
  });

  it('of which nothing is near is refused without proposals', async () => {
    const { body } = await ask('POST', '/v1/events', { tenant_id: tenant, type: 'zzz', data: {} });
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]).not.toHaveProperty('did_you_mean');
  });
});

describe('a type of a pack that is switched off', () => {
  it('can be asked for in lists, but not subscribed to', async () => {
    const wanted = 'kyc.watchlist.*';
    expect((await ask('GET', `${path}/events?type=${wanted}`)).status).toBe(200);
    expect((await ask('GET', `${path}/events/feed?types=${wanted}`)).status).toBe(200);
    const { body } = await ask('POST', `${path}/endpoints`, { url: URL, event_types: [wanted] });
    expect(body).toMatchObject({ errors: [{ code: 'unknown_event_type' }] });
  });
});

describe('a type that another process has just registered', () => {
  it('can be named at once, by itself and by its pattern', async () => {
    expect((await ask('GET', `${path}/events?type=loan.*`, undefined, 1)).status).toBe(422);
    expect((await ask('POST', '/v1/event-types', LOAN)).status).toBe(201);
    expect((await ask('GET', `${path}/events?type=loan.*`, undefined, 1)).status).toBe(200);
    const fields = { url: URL, event_types: ['loan.*', 'loan.decided'] };
    expect((await ask('POST', `${path}/endpoints`, fields, 1)).status).toBe(201);
    const { body } = await ask('POST', `${path}/endpoints`, { url: URL, event_types: ['laon.*'] });
    expect(body.errors?.[0]?.code).toBe('unknown_event_type');
    const wrong = { tenant_id: tenant, type: 'loan.desided', data: {} };
    expect((await ask('POST', '/v1/events', wrong, 1)).body).toMatchObject(
      unknown('/type', ['loan.decided']),
    );
  });
});
