import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';

interface Explanation {
  id: string | null;
  answer: string;
  remedy: string;
  docs_url: string | null;
  evidence: { label: string; value: string; link: { kind: string; id: string } | null }[];
  others: { kind: string; id: string }[];
}

const TIME = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;

let api: InspectionApi;
let support: Call;
let tenant: string;
let name: string;
let tenants = 0;

beforeAll(async () => {
  api = await startInspectionApi();
  support = await api.createKey('support');
});
afterAll(() => api.close());

const newTenant = async (): Promise<void> => {
  tenants += 1;
  name = `Company number ${tenants} of all`;
  tenant = await api.createTenant({ name, external_id: `company-${tenants}` });
};

const explain = async (q: string, as: Call = support): Promise<Explanation> => {
  const { status, body } = await as('GET', `/v1/explain?q=${encodeURIComponent(q)}`);
  expect(status).toBe(200);
  return body as unknown as Explanation;
};
const deliver = async (event: string, ...answers: [status: number, body?: string][]) => {
  const [delivery = ''] = await api.deliveriesOf(tenant, event);
  for (const [status, body] of answers) {
    await api.attempt(delivery, status, body);
    await api.sql.query(`UPDATE delivery_queue SET due_at = now() WHERE due_at < 'infinity'`);
    await api.sql.query('DELETE FROM endpoint_health');
  }
  return delivery;
};

describe('GET /v1/explain', () => {
  it('says by the id of an event, a delivery or in the data what was answered', async () => {
    await newTenant();
    const endpoint = await api.createEndpoint(tenant);
    const event = await api.publish(tenant, { session_id: 'session_explained' });
    const delivery = await deliver(event, [200, '{"stored":true}']);
    const found = await explain(event);
    expect(found).toMatchObject({
      kind: 'event',
      id: event,
      tenant_id: tenant,
      tenant_name: name,
      verdict: 'delivered',
      reason: null,
      docs_url: null,
      remedy: '',
    });
    expect(found.answer).toMatch(
      new RegExp(
        `^The event ${event} \\(session.created\\) of the tenant ${name} was published at ${TIME}. It was sent to 1 endpoint. hooks.example.com accepted it at ${TIME} with status 200`,
      ),
    );
    expect(found.evidence.flatMap(({ link }) => (link ? [link.kind, link.id] : []))).toEqual(
      expect.arrayContaining(['event', event, 'delivery', delivery, 'endpoint', endpoint]),
    );
    expect(await explain('session_explained')).toMatchObject({ kind: 'event', id: event });
    expect(await explain(delivery)).toMatchObject({
      kind: 'delivery',
      id: delivery,
      verdict: 'delivered',
      others: [],
    });
  });

  it('names the rotation after which a receiver answered 401', async () => {
    await newTenant();
    const endpoint = await api.createEndpoint(tenant);
    const key = await api.createKey('tenant', tenant);
    await key('POST', `/v1/tenants/${tenant}/endpoints/${endpoint}/secret/rotate`, {
      grace_seconds: 0,
    });
    const event = await api.publish(tenant);
    await deliver(event, [401, 'bad signature'], [401, 'bad signature'], [401, 'bad signature']);
    const found = await explain(event);
    expect(found).toMatchObject({ verdict: 'failed', reason: 'http_status' });
    expect(found.docs_url).toMatch(/\/docs\/reasons#http_status$/);
    expect(found.answer).toMatch(
      /answered 401 to all 3 attempts .* The failures began .* its secret was rotated \(.* by key_[0-9a-f]{32} \(tenant\)\)/,
    );
    expect(JSON.stringify(found.evidence)).toContain('endpoint.secret_rotated');
  });

  it('names who paused an endpoint, and why', async () => {
    await newTenant();
    const endpoint = await api.createEndpoint(tenant);
    const event = await api.publish(tenant);
    await support('POST', `/v1/tenants/${tenant}/endpoints/${endpoint}/pause`, {
      reason: 'asked for by phone',
    });
    const found = await explain(event);
    expect(found).toMatchObject({ verdict: 'held', reason: 'endpoint_paused' });
    expect(found.answer).toContain('(support), reason: "asked for by phone"');
    const [delivery = ''] = await api.deliveriesOf(tenant, event);
    await support('POST', `/v1/tenants/${tenant}/deliveries/${delivery}/skip`);
    expect((await explain(delivery)).answer).toMatch(/given up by hand at .* \(support\)\.$/);
  });

  it('says why no endpoint got it', async () => {
    await newTenant();
    const alone = await api.publish(tenant);
    expect(await explain(alone)).toMatchObject({ verdict: 'not_sent', reason: 'no_endpoint' });
    await api.createEndpoint(tenant, { event_types: ['check.*'] });
    const unsubscribed = await explain(await api.publish(tenant));
    expect(unsubscribed).toMatchObject({ verdict: 'not_sent', reason: 'type_not_subscribed' });
    expect(unsubscribed.answer).toContain('it takes check.*');
    await api.createEndpoint(tenant, { environment: 'sandbox' });
    expect((await explain(await api.publish(tenant))).answer).toContain('takes sandbox events');
  });

  it('names the delivery that keeps a subject waiting', async () => {
    await newTenant();
    await api.createEndpoint(tenant, { ordered: true });
    const events = [await api.publish(tenant), await api.publish(tenant)];
    const first = await deliver(events[0] ?? '', [500]);
    const found = await explain(events[1] ?? '');
    expect(found).toMatchObject({ verdict: 'waiting', reason: 'waiting_for_subject' });
    expect(found.answer).toContain(`It waits for the delivery ${first} of the event ${events[0]}`);
  });

  it('says that a mail waits for its recipient', async () => {
    await newTenant();
    const event = await api.publish(tenant);
    const { rows } = await api.sql.query<{ id: string; tenant_id: string }>(
      'SELECT id, tenant_id FROM events ORDER BY id DESC LIMIT 1',
    );
    const endpoint = '00000000-0000-7000-8000-00000000000e';
    const values = [endpoint, rows[0]?.tenant_id, 'jane@customer.example', rows[0]?.id];
    await api.sql.query(
      `INSERT INTO endpoints (id, tenant_id, channel, recipients, signing) VALUES ($1, $2, 'email', ARRAY[$3], '[]')`,
      values.slice(0, 3),
    );
    await api.sql.query(
      `INSERT INTO held_addresses (endpoint_id, recipient, reason) VALUES ($1, $2, 'unconfirmed')`,
      [endpoint, values[2]],
    );
    await api.sql.query(
      `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, channel, format, status, reason, max_attempts, created_at, recipient)
       VALUES (uuid_now(), $4, $2, $1, 'session.created', 'email', 'email', 'held', 'address_on_hold', 12, now(), $3)`,
      values,
    );
    const found = await explain(event);
    expect(found).toMatchObject({ verdict: 'held', reason: 'unconfirmed' });
    expect(found.answer).toContain('has not confirmed yet');
    expect(JSON.stringify(found)).not.toContain('jane@customer');
  });

  it('names the fields for which a publish was refused', async () => {
    await newTenant();
    const data = { session_id: 'session_refused', status: 'created', is_sandbox: 'no' };
    const refused = await api.admin('POST', '/v1/events', {
      tenant_id: tenant,
      type: 'session.created',
      data,
    });
    expect(refused.status).toBe(422);
    const found = await explain('session_refused');
    expect(found).toMatchObject({
      kind: 'rejected',
      tenant_name: name,
      verdict: 'refused',
      reason: 'validation_failed',
    });
    expect(found.answer).toContain('What was wrong: /data/');
    expect(found.answer).toContain('is_sandbox');
    expect(found.evidence[0]?.link).toMatchObject({ kind: 'rejected', id: found.id });
    expect((await explain(found.id ?? '')).id).toBe(found.id);
  });

  it('leads from an idempotency key to the event of the first publish', async () => {
    await newTenant();
    const publish = () =>
      api.admin('POST', '/v1/events', {
        tenant_id: tenant,
        type: 'session.created',
        idempotency_key: 'order-4711',
        data: { session_id: 's1', status: 'created', external_ref: null, is_sandbox: false },
      });
    const first = await publish();
    expect((await publish()).body).toMatchObject({ duplicate: true });
    const found = await explain('order-4711');
    expect(found).toMatchObject({ kind: 'event', id: first.body['id'], tenant_id: tenant });
    expect(found.answer).toContain('"order-4711" is the idempotency key of the event');
    expect(found.answer).toContain('(duplicate: true), and nothing new is sent');
  });

  it('says that the content of an event was removed', async () => {
    await newTenant();
    await api.createEndpoint(tenant);
    const event = await api.publish(tenant);
    await api.admin('POST', `/v1/tenants/${tenant}/events/${event}/redact`, {});
    const found = await explain(event);
    expect(found).toMatchObject({ verdict: 'failed', reason: 'redacted' });
    expect(found.answer).toMatch(new RegExp(`Its content was removed for good at ${TIME}`));
  });

  it('says how the endpoints of a host and of a tenant are', async () => {
    await newTenant();
    const host = `hooks-${tenants}.example.com`;
    const endpoint = await api.createEndpoint(tenant, { url: `https://${host}/in` });
    const healthy = await explain(host);
    expect(healthy).toMatchObject({ kind: 'endpoint', id: endpoint, verdict: 'delivered' });
    expect(healthy.answer).toContain(`of the tenant ${name} is active.`);
    await support('POST', `/v1/tenants/${tenant}/endpoints/${endpoint}/pause`);
    expect(await explain(`https://${host}/in`)).toMatchObject({
      verdict: 'held',
      reason: 'endpoint_paused',
    });
    await api.createEndpoint(tenant);
    for (const q of [tenant, name, `company-${tenants}`]) {
      const found = await explain(q);
      expect(found).toMatchObject({ kind: 'tenant', id: tenant, verdict: 'held' });
      expect(found.answer).toContain('has 2 endpoints. No event was ever published for it.');
    }
  });

  it('asks to choose where several tenants match', async () => {
    await newTenant();
    const found = await explain('company number');
    expect(found).toMatchObject({ kind: 'tenant', id: null, verdict: 'ambiguous' });
    expect(found.others.length).toBeGreaterThan(1);
  });

  it('chooses the event in trouble among those that hold an id, and lists the others', async () => {
    await newTenant();
    await api.createEndpoint(tenant);
    const [early, middle, late] = await Promise.all(
      [1, 2, 3].map(() => api.publish(tenant, { session_id: 'session_shared' })),
    ).then((events) => events.toSorted());
    await deliver(late ?? '', [200]);
    await deliver(early ?? '', [200]);
    const found = await explain('session_shared');
    expect(found).toMatchObject({ kind: 'event', id: middle, verdict: 'waiting' });
    expect(found.answer).toContain('There are 2 further events with the same id.');
    expect(found.others.map(({ id }) => id).toSorted()).toEqual([early, late]);
  });

  it('says where it has looked when nothing is found, and shows nothing outside the scope', async () => {
    const found = await explain('session_never_published');
    expect(found).toMatchObject({ kind: 'none', id: null, verdict: 'unknown', evidence: [] });
    expect(found.answer).toContain('Nothing was found for "session_never_published".');
    expect(found.remedy).toContain('ask the publisher');
    const key = await api.createKey('tenant', tenant);
    expect((await key('GET', '/v1/explain?q=x')).status).toBe(403);
    expect((await support('GET', '/v1/explain?q=')).status).toBe(422);
  });

  it('masks personal data that a receiver repeats, and notes the search in the audit log', async () => {
    await newTenant();
    await api.createEndpoint(tenant);
    const event = await api.publish(
      tenant,
      { status: 'rejected', rejection_reason: 'Jane Doe is unknown' },
      'session.declined',
    );
    await deliver(event, [500, 'cannot store Jane Doe is unknown']);
    const masked = await explain(event);
    expect(masked.answer).not.toContain('Jane');
    expect((await explain(event, api.admin)).answer).toContain('Jane Doe');
    const { rows } = await api.sql.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_log WHERE action = 'search.performed'`,
    );
    expect(rows[0]?.count).toBeGreaterThan(0);
  });
});

describe('GET …/deliveries/{id}/explain', () => {
  it('answers the tenant itself, of its own deliveries', async () => {
    await newTenant();
    await api.createEndpoint(tenant);
    const viewer = await api.createKey('viewer', tenant);
    const delivery = await deliver(await api.publish(tenant), [503]);
    const path = `/v1/tenants/me/deliveries/${delivery}/explain`;
    const { status, body } = await viewer('GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'delivery', id: delivery, verdict: 'waiting', others: [] });
    expect(body['answer']).toContain('hooks.example.com answered 503 to the attempt at');
    expect(body['tenant_name']).toBe(name);
    await newTenant();
    const stranger = await api.createKey('viewer', tenant);
    expect((await stranger('GET', path)).status).toBe(404);
  });
});
