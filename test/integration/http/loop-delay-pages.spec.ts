import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN_KEY, startInspectionApi } from '../records/inspection-api.js';
import type { InspectionApi } from '../records/inspection-api.js';
import { tooLong } from './sender.js';
import type { Sent } from './worst-requests.js';

const KIBIBYTE = 1024;
/** As much as an event may have, nearly. */
const LARGEST = 240 * KIBIBYTE;
const BODY = 60 * KIBIBYTE;
const COMPUTED = `v1,${Buffer.alloc(32, 7).toString('base64')}`;

/** What is asked here is how long the answer takes; what it says has specs of its own. */
const TAKEN_OR_REFUSED = [200, 201, 202, 400, 401, 404, 413, 414, 422, 431];

let api: InspectionApi;
let tenant: string;
/** Deliveries of large events, by what makes them large. */
const large: Record<string, string> = {};

/*
 * The routes that were built for the pages: what they do with the largest content of an event, and with bodies and
 * queries of the largest size. What is proved and what is not: see `loop-delay.spec.ts`.
 */
beforeAll(async () => {
  api = await startInspectionApi();
  tenant = await api.createTenant();
  await api.createEndpoint(tenant);
  for (let n = 0; n < 30; n += 1)
    await api.createEndpoint(tenant, { description: `No. ${n}`, event_types: ['case.*'] });
  const contents = {
    'letters that no ASCII has': { note: '\u00e9'.repeat(LARGEST / 2) },
    'many small values': { list: Array.from({ length: 25_000 }, (_, n) => n % 10) },
    'many keys': Object.fromEntries(Array.from({ length: 9_900 }, (_, n) => [`k${9_900 - n}`, n])),
    'slashes and marks': { note: '</&>'.repeat(LARGEST / 4) },
    'deep nesting': {
      deep: JSON.parse(`${'{"a":'.repeat(60)}"${'x'.repeat(LARGEST)}"${'}'.repeat(60)}`) as object,
    },
  };
  for (const [what, data] of Object.entries(contents)) {
    const event = await api.publish(tenant, data);
    const [delivery = ''] = await api.deliveriesOf(tenant, event);
    await api.attempt(delivery, 401, '', await bodyOf(event));
    large[what] = delivery;
  }
});
afterAll(() => api.close());

/** Returns the body of a webhook in the format `envelope`. */
async function bodyOf(event: string): Promise<string> {
  const { body } = await api.admin('GET', `/v1/tenants/${tenant}/events/${event}`);
  const { id, type, created, data } = body;
  return JSON.stringify({ id, type, created, data });
}

function requests(): Sent[] {
  const of = `/v1/tenants/${tenant}`;
  const [delivery = ''] = Object.values(large);
  const post = (what: string, path: string, body: object): Sent => ({
    what,
    path,
    body: JSON.stringify(body),
    statuses: TAKEN_OR_REFUSED,
  });
  const get = (what: string, path: string): Sent => ({
    what,
    method: 'GET',
    path,
    statuses: TAKEN_OR_REFUSED,
  });
  const long = 'a'.repeat(7 * KIBIBYTE);
  return [
    ...Object.entries(large).map(([what, id]) =>
      post(`the signature of an event of ${what}`, `${of}/deliveries/${id}/verify`, {
        computed: COMPUTED,
      }),
    ),
    post('a signature of another body', `${of}/deliveries/${delivery}/verify`, {
      computed: COMPUTED,
      body: '\u00e9'.repeat(BODY / 2),
    }),
    post('many headers to verify', `${of}/deliveries/${delivery}/verify`, {
      headers: Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`h${n}`, 'v'])),
    }),
    post('many signatures in a header', `${of}/deliveries/${delivery}/verify`, {
      headers: { 'webhook-signature': `${COMPUTED} `.repeat(1_200) },
    }),
    post('a long URL to check', `${of}/endpoints/check`, {
      url: `https://${'a.'.repeat(BODY / 2)}example.com/`,
    }),
    post('a long path to check', `${of}/endpoints/check`, {
      url: `https://example.com/${'%2e%2e/'.repeat(BODY / 7)}`,
    }),
    post('a preview of many keys', `${of}/endpoints/preview`, {
      type: 'session.created',
      data: {
        session_id: 's',
        status: 'created',
        external_ref: null,
        is_sandbox: false,
        ...Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`k${n}`, n])),
      },
    }),
    post('a list of subjects', `${of}/subjects/erase`, {
      subjects: Array.from({ length: 10_000 }, (_, n) => `x${n}`),
    }),
    post('many capabilities', `${of}/portal-links`, {
      role: 'tenant',
      expires_in_seconds: 60,
      capabilities: Array.from({ length: 15_000 }, () => 'test'),
    }),
    post('a long key to sign in with', '/v1/session', { key: long.repeat(8) }),
    get('a long question', `/v1/explain?q=${long}`),
    get('a question about a large event', `/v1/explain?q=${delivery}`),
    get('a long search', `/v1/search?q=${long}`),
    get('many measures', `${of}/stats?measures=${'events,'.repeat(1_000)}events`),
    get(
      'statistics by everything',
      `/v1/stats?by=tenant,endpoint,type,status,class,code,reason,channel&step=hour`,
    ),
    get('an export of large events', `${of}/events/export?format=ndjson`),
    get('an export of deliveries', `${of}/deliveries/export?format=csv`),
    get('everything about a subject', `${of}/subjects/s1/export`),
    get('the open problems', `${of}/problems`),
    get('the platform', '/v1/platform'),
    get('the health board', '/v1/platform/tenants'),
    get('the audit', '/v1/audit?limit=200'),
    get('snippets of an endpoint', `${of}/endpoints`),
  ];
}

it('what the pages ask for never holds the event loop for more than 50 ms', async () => {
  const target = { url: await api.app.getUrl(), key: ADMIN_KEY };
  expect(await tooLong(target, requests())).toEqual([]);
}, 600_000);
