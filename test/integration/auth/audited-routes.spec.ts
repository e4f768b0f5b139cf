import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedRoutes, startAuditLab } from './audit-lab.js';
import type { AuditLab, Prepared } from './audit-lab.js';

/*
 * Every route of docs/openapi.json that may change something has a case here that shows its audit entry, or a reason why
 * there is none. A new route fails until it has its line.
 */
let lab: AuditLab;
beforeAll(async () => {
  lab = await startAuditLab();
}, 60_000);
afterAll(() => lab.close());

const REASON = 'ticket 7';
const ofTenant = (path: string, body: object = {}): Prepared => ({
  path: `${lab.base}${path}`,
  body: { ...body, reason: REASON },
});
const replayOf = async (endpoint: string): Promise<string> => {
  const since = new Date(Date.now() - 60_000).toISOString();
  await lab.publish();
  const path = `${lab.base}/endpoints/${endpoint}/replay`;
  return (await lab.make(path, { since, status: 'all', rate_per_second: 1 })).id;
};
const link = (): Promise<{ id: string; key: string; url: string }> =>
  lab.make(`${lab.base}/portal-links`, { role: 'tenant', expires_in_seconds: 600 });
const tokenOf = (url: string): string => url.split('sign-in=')[1] ?? '';
const schema = {
  type: 'object',
  properties: { session_id: { type: 'integer', 'x-personal': false } },
};
const register = (type: string): object => ({
  type,
  description: 'A type of this test.',
  schema,
  example: { session_id: 7 },
});

interface Case {
  prepare: () => Prepared | Promise<Prepared>;
  /** The action of the entry. */
  action: string;
  /** Why the entry has neither `before` nor `after`: it changes no state that could be shown. */
  acts?: true;
  /** Its body takes no `reason`. */
  withoutReason?: true;
}

const on = (
  action: string,
  prepare: Case['prepare'],
  more: Pick<Case, 'acts' | 'withoutReason'> = {},
): Case => ({ action, prepare, ...more });

const CHANGES: Record<string, Case> = {
  'POST /v1/api-keys': on('api_key.created', () => ({
    path: '/v1/api-keys',
    body: { role: 'support', name: 'x', reason: REASON },
  })),
  'DELETE /v1/api-keys/{id}': on('api_key.revoked', async () => {
    const { id } = await lab.make('/v1/api-keys', { role: 'support', name: 'x' });
    return { path: `/v1/api-keys/${id}`, body: { reason: REASON } };
  }),
  'POST /v1/event-types': on('event_type.registered', () => ({
    path: '/v1/event-types',
    body: { ...register('audited.one'), reason: REASON },
  })),
  'POST /v1/rejected/{id}/publish': on(
    'rejected_publish.published',
    async () => {
      const id = await lab.rejected('audited.two');
      await lab.make('/v1/event-types', register('audited.two'));
      return { path: `/v1/rejected/${id}/publish`, body: { reason: REASON } };
    },
    { acts: true },
  ),
  'POST /v1/rejected/{id}/reveal': on(
    'rejected_publish.revealed',
    async () => ({
      path: `/v1/rejected/${await lab.rejected('audited.three')}/reveal`,
      body: { reason: REASON },
    }),
    { acts: true },
  ),
  'POST /v1/session': on(
    'session.started',
    async () => ({ path: '/v1/session', body: { token: tokenOf((await link()).url) }, key: '' }),
    { acts: true, withoutReason: true },
  ),
  'DELETE /v1/session': on(
    'session.ended',
    async () => {
      const token = tokenOf((await link()).url);
      const body = { token, embedded: true };
      const { text } = await lab.send('POST', { path: '/v1/session', body, key: '' });
      const { session_token: key } = JSON.parse(text) as { session_token: string };
      return { path: '/v1/session', body: { reason: REASON }, key };
    },
    { acts: true },
  ),
  'POST /v1/tenants': on('tenant.created', () => ({
    path: '/v1/tenants',
    body: { name: 'New', reason: REASON },
  })),
  'DELETE /v1/tenants/{tenant}': on('tenant.deletion_requested', async () => {
    const { id } = await lab.make('/v1/tenants', { name: 'Going' });
    return { path: `/v1/tenants/${id}`, body: { reason: REASON } };
  }),
  'POST /v1/tenants/{tenant}/restore': on('tenant.restored', async () => {
    const { id } = await lab.make('/v1/tenants', { name: 'Returning' });
    await lab.product.ok('DELETE', `/v1/tenants/${id}`);
    return { path: `/v1/tenants/${id}/restore`, body: { reason: REASON } };
  }),
  'PATCH /v1/tenants/{tenant}': on('tenant.updated', () =>
    ofTenant('', { name: 'Erika Mustermann', record_retention_days: 400 }),
  ),
  'POST /v1/tenants/{tenant}/api-keys': on('api_key.created', () =>
    ofTenant('/api-keys', { role: 'viewer', name: 'x' }),
  ),
  'DELETE /v1/tenants/{tenant}/api-keys/{id}': on('api_key.revoked', async () => {
    const { id } = await lab.make(`${lab.base}/api-keys`, { role: 'viewer', name: 'x' });
    return ofTenant(`/api-keys/${id}`);
  }),
  'POST /v1/tenants/{tenant}/deliveries/{id}/retry': on('delivery.retried', async () =>
    ofTenant(`/deliveries/${await lab.delivery(false)}/retry`),
  ),
  'POST /v1/tenants/{tenant}/deliveries/{id}/skip': on('delivery.skipped', async () =>
    ofTenant(`/deliveries/${await lab.delivery(false)}/skip`),
  ),
  'POST /v1/tenants/{tenant}/deliveries/{id}/verify': on(
    'delivery.verified',
    async () => ({
      path: `${lab.base}/deliveries/${await lab.delivery(true)}/verify`,
      body: { computed: 'sha256=00' },
    }),
    { acts: true, withoutReason: true },
  ),
  'POST /v1/tenants/{tenant}/endpoints': on('endpoint.created', () =>
    ofTenant('/endpoints', { url: lab.receiver.url, event_types: ['case.*'] }),
  ),
  'POST /v1/tenants/{tenant}/endpoints/preview': on(
    'endpoint.previewed',
    async () => ({
      path: `${lab.base}/endpoints/preview`,
      body: { type: 'session.created', endpoint_id: await lab.endpoint() },
    }),
    { acts: true, withoutReason: true },
  ),
  'PATCH /v1/tenants/{tenant}/endpoints/{id}': on('endpoint.updated', async () =>
    ofTenant(`/endpoints/${await lab.endpoint()}`, { max_in_flight: 3 }),
  ),
  'DELETE /v1/tenants/{tenant}/endpoints/{id}': on('endpoint.deleted', async () =>
    ofTenant(`/endpoints/${await lab.endpoint()}`),
  ),
  'POST /v1/tenants/{tenant}/endpoints/{id}/pause': on('endpoint.paused', async () =>
    ofTenant(`/endpoints/${await lab.endpoint()}/pause`),
  ),
  'POST /v1/tenants/{tenant}/endpoints/{id}/resume': on('endpoint.resumed', async () => {
    const id = await lab.endpoint();
    await lab.make(`${lab.base}/endpoints/${id}/pause`);
    return ofTenant(`/endpoints/${id}/resume`);
  }),
  'POST /v1/tenants/{tenant}/endpoints/{id}/recipients/confirm': on(
    'endpoint.recipient_confirmed',
    async () => {
      const address = 'erika@example.com';
      const id = await lab.endpoint({ url: undefined, channel: 'email', recipients: [address] });
      return ofTenant(`/endpoints/${id}/recipients/confirm`, { address });
    },
  ),
  'POST /v1/tenants/{tenant}/endpoints/{id}/replay': on('replay.started', async () => {
    const since = new Date(Date.now() - 60_000).toISOString();
    await lab.publish();
    return ofTenant(`/endpoints/${await lab.endpoint()}/replay`, { since, status: 'all' });
  }),
  'DELETE /v1/tenants/{tenant}/replays/{id}': on('replay.cancelled', async () =>
    ofTenant(`/replays/${await replayOf(await lab.endpoint())}`),
  ),
  'POST /v1/tenants/{tenant}/endpoints/{id}/secret/promote': on(
    'endpoint.secret_promoted',
    async () => ofTenant(`/endpoints/${await lab.endpoint()}/secret/promote`),
  ),
  'POST /v1/tenants/{tenant}/endpoints/{id}/secret/rotate': on(
    'endpoint.secret_rotated',
    async () => ofTenant(`/endpoints/${await lab.endpoint()}/secret/rotate`),
  ),
  'POST /v1/tenants/{tenant}/endpoints/{id}/test': on(
    'endpoint.tested',
    async () => ofTenant(`/endpoints/${await lab.endpoint()}/test`),
    { acts: true },
  ),
  'POST /v1/tenants/{tenant}/events/{id}/redact': on('event.redacted', async () =>
    ofTenant(`/events/${await lab.publish()}/redact`),
  ),
  'POST /v1/tenants/{tenant}/events/{id}/reveal': on(
    'event.revealed',
    async () => ofTenant(`/events/${await lab.publish()}/reveal`),
    { acts: true },
  ),
  'POST /v1/tenants/{tenant}/portal-links': on('portal_link.created', () =>
    ofTenant('/portal-links', { role: 'tenant', expires_in_seconds: 600 }),
  ),
  'DELETE /v1/tenants/{tenant}/portal-links/{id}': on('portal_link.revoked', async () =>
    ofTenant(`/portal-links/${(await link()).id}`),
  ),
  'PATCH /v1/tenants/{tenant}/settings': on('settings.updated', () =>
    ofTenant('/settings', {
      webhook_url: `${lab.receiver.url}?token=hush`,
      notification_emails: ['erika@example.com'],
      retention_days: 9,
    }),
  ),
  'POST /v1/tenants/{tenant}/subjects/erase': on(
    'subjects.erasure_requested',
    () => ofTenant('/subjects/erase', { subjects: ['erika_1'] }),
    { acts: true },
  ),
  'POST /v1/tenants/{tenant}/subjects/{subject}/erase': on(
    'subjects.erasure_requested',
    () => ofTenant('/subjects/erika_2/erase'),
    { acts: true },
  ),
  'POST /v1/tenants/{tenant}/subjects/{subject}/hold': on('subject.held', () =>
    ofTenant('/subjects/erika_3/hold'),
  ),
  'DELETE /v1/tenants/{tenant}/subjects/{subject}/hold': on('subject.released', async () => {
    await lab.make(`${lab.base}/subjects/erika_4/hold`, { reason: 'a case' });
    return ofTenant('/subjects/erika_4/hold');
  }),
};

const WITHOUT_ENTRY: Record<string, string> = {
  'POST /v1/events': 'the event is its record, and this is the hot path',
  'POST /v1/events/batch': 'the events are their records',
  'POST /v1/tenants/{tenant}/endpoints/check': 'looks at the text of a URL, and at nothing else',
};

const routes = documentedRoutes();

it('each route that may change something has its case', () => {
  const changing = routes.filter((route) => !route.startsWith('GET '));
  const listed = [...Object.keys(CHANGES), ...Object.keys(WITHOUT_ENTRY)];
  expect(listed.toSorted()).toEqual(changing.toSorted());
});

it.each(Object.entries(CHANGES))('%s is on record', async (route, of) => {
  const prepared = await of.prepare();
  const answer = await lab.send(route.split(' ')[0] ?? '', prepared);
  expect(answer.status, answer.text).toBeLessThan(300);
  const entries = await lab.entriesOf(answer.requestId);
  const entry = entries.find(({ action }) => action === of.action);
  expect(entry, JSON.stringify(entries)).toMatchObject({
    actor: expect.stringMatching(/^(key|lnk)_/) as string,
    role: expect.stringMatching(/^(admin|tenant)$/) as string,
    target: expect.stringMatching(/./) as string,
    address: expect.stringContaining('127.0.0.1') as string,
    reason: of.withoutReason ? null : REASON,
  });
  const { before, after } = entry?.details ?? {};
  expect(of.acts ?? (typeof before === 'object' || typeof after === 'object')).toBe(true);
  expect(JSON.stringify(entry)).not.toMatch(/Erika|erika@|hush|erika_/);
});

describe('a change', () => {
  it('shows the values before and after it, and for secrets and persons that there was one', async () => {
    const change = ofTenant('', { name: 'Max Mustermann', record_retention_days: 500 });
    const { requestId } = await lab.send('PATCH', change);
    expect(await lab.entriesOf(requestId)).toMatchObject([
      {
        details: {
          before: { name: '[changed]', record_retention_days: 400 },
          after: { name: '[changed]', record_retention_days: 500 },
        },
      },
    ]);
    const settings = ofTenant('/settings', { webhook_secret: 'a-secret-of-16-characters' });
    const changed = await lab.send('PATCH', settings);
    const entries = await lab.entriesOf(changed.requestId);
    expect(entries.find(({ action }) => action === 'settings.updated')?.details).toEqual({
      fields: ['webhook_secret'],
      before: { webhook_secret: '[changed]' },
      after: { webhook_secret: '[changed]' },
    });
  });
});
