import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInspectionApi } from './inspection-api.js';
import type { Call, InspectionApi } from './inspection-api.js';

const PAGE = '<!DOCTYPE html><html><body>Please sign in to the proxy.</body></html>';
const DOCS = 'http://127.0.0.1:3000/docs/reasons#';

type Row = Record<string, unknown>;

describe('what support sees of a delivery', () => {
  let api: InspectionApi;
  let support: Call;

  beforeAll(async () => {
    api = await startInspectionApi();
    support = await api.createKey('support');
  });
  afterAll(() => api.close());

  const get = async (path: string): Promise<Row> => (await support('GET', path)).body;
  const rows = async (path: string): Promise<Row[]> => (await get(path))['data'] as Row[];
  const search = (q: string): Promise<Row[]> => rows(`/v1/search?q=${encodeURIComponent(q)}`);

  it('flags a 2xx whose body is an HTML page, on the attempt and as a filter', async () => {
    const tenant = await api.createTenant();
    await api.createEndpoint(tenant);
    const [lied = '', honest = ''] = await Promise.all(
      [PAGE, '{"ok": true}'].map(async (body) => {
        const event = await api.publish(tenant);
        const [delivery = ''] = await api.deliveriesOf(tenant, event);
        await api.attempt(delivery, 200, body);
        return delivery;
      }),
    );
    const path = `/v1/tenants/${tenant}/deliveries`;
    const suspicious = { status: 'succeeded', suspicious_success: true };
    expect(await get(`${path}/${lied}`)).toMatchObject({
      ...suspicious,
      attempts: [{ suspicious_success: true, error: null }],
    });
    expect(await get(`${path}/${honest}`)).toMatchObject({
      suspicious_success: false,
      attempts: [{ suspicious_success: false }],
    });
    const ids = async (filter: string) => (await rows(`${path}?${filter}`)).map(({ id }) => id);
    expect(await ids('suspicious_success=true')).toEqual([lied]);
    expect(await ids('suspicious_success=false')).toEqual([honest]);
    const everywhere = await rows(`/v1/deliveries?suspicious_success=true&tenant_id=${tenant}`);
    expect(everywhere).toMatchObject([{ id: lied, ...suspicious }]);
    expect((await support('GET', `${path}?suspicious_success=yes`)).status).toBe(422);
  });

  it('names the delivery that keeps a subject waiting', async () => {
    const tenant = await api.createTenant();
    await api.createEndpoint(tenant, { ordered: true });
    const data = { session_id: 'session_in_order' };
    const events: string[] = [];
    for (let count = 0; count < 3; count += 1) events.push(await api.publish(tenant, data));
    const found = await Promise.all(events.map((event) => api.deliveriesOf(tenant, event)));
    const [first = '', ...waiting] = found.flat();
    expect(waiting).toHaveLength(2);
    const path = `/v1/tenants/${tenant}/deliveries`;
    expect(await get(`${path}/${first}`)).toMatchObject({ reason: 'queued', blocked_by: null });
    for (const delivery of waiting) {
      expect(await get(`${path}/${delivery}`)).toMatchObject({
        reason: 'waiting_for_subject',
        reason_text: expect.stringContaining('earlier delivery of the same subject'),
        docs_url: `${DOCS}waiting_for_subject`,
        blocked_by: first,
      });
    }
    const listed = await rows(`${path}?reason=waiting_for_subject`);
    expect(listed.map(({ blocked_by }) => blocked_by)).toEqual([first, first]);
    await api.attempt(first, 200);
    const [second = '', third = ''] = waiting;
    expect(await get(`${path}/${third}`)).toMatchObject({ blocked_by: second });
  });

  it('says every reason in words, with a link to what to do', async () => {
    const tenant = await api.createTenant();
    const unsent = await api.publish(tenant);
    expect(await get(`/v1/tenants/${tenant}/events/${unsent}`)).toMatchObject({
      unsent: [
        {
          endpoint_id: null,
          reason: 'no_endpoint',
          reason_text: 'The tenant had no endpoint when the event was published.',
          docs_url: `${DOCS}no_endpoint`,
        },
      ],
    });
    const endpoint = await api.createEndpoint(tenant);
    const event = await api.publish(tenant);
    const [delivery = ''] = await api.deliveriesOf(tenant, event);
    await api.attempt(delivery, 500);
    await support('PATCH', `/v1/tenants/${tenant}/endpoints/${endpoint}`, {
      url: 'https://moved.example.org/',
      reason: 'ticket 7',
    });
    const pending = {
      reason_text: expect.stringContaining('must resume it'),
      docs_url: `${DOCS}pending_confirmation`,
    };
    expect(await get(`/v1/tenants/${tenant}/endpoints/${endpoint}`)).toMatchObject(pending);
    expect(await search(endpoint)).toMatchObject([{ kind: 'endpoint', ...pending }]);
    expect(await get(`/v1/tenants/${tenant}/deliveries/${delivery}`)).toMatchObject({
      reason: 'endpoint_paused',
      docs_url: `${DOCS}endpoint_paused`,
      attempts: [{ error: { class: 'http_status', docs_url: `${DOCS}http_status` } }],
    });
  });

  it('hits carry the name of the tenant and the host of the endpoint, and no more of its URL', async () => {
    const tenant = await api.createTenant({ name: 'Initech' });
    const url = 'https://hooks.initech.example:8443/in?token=of-the-tenant';
    const endpoint = await api.createEndpoint(tenant, { url });
    const event = await api.publish(tenant, { session_id: 'session_initech' });
    const [delivery = ''] = await api.deliveriesOf(tenant, event);
    const host = { endpoint_host: 'hooks.initech.example:8443' };
    const named = { tenant_id: tenant, tenant_name: 'Initech' };
    expect(await search(delivery)).toMatchObject([{ kind: 'delivery', ...named, ...host }]);
    expect(await search('session_initech')).toMatchObject([
      { kind: 'event', ...named, deliveries: [{ id: delivery, ...host }] },
    ]);
    expect(await search(endpoint)).toMatchObject([{ kind: 'endpoint', ...named, ...host }]);
    expect(await search('initech')).toMatchObject([{ kind: 'tenant', ...named }]);
    const hits = await Promise.all([search(delivery), search('session_initech')]);
    expect(JSON.stringify(hits)).not.toContain('of-the-tenant');
  });

  it('finds a publish that was refused, by its tenant and by any id in its data', async () => {
    const tenant = await api.createTenant({ name: 'Hooli', external_id: 'hooli_1' });
    const data = { session_id: 'session_refused', check: { customerKey: 'customer_refused' } };
    const refused = { tenant_id: 'hooli_1', type: 'sesion.created', subject: 'sub_refused', data };
    expect((await api.admin('POST', '/v1/events', refused)).status).toBe(422);
    const unknown = { ...refused, tenant_id: 'hooly_1' };
    await api.admin('POST', '/v1/events', { ...unknown, data: {}, subject: 'other' });
    const [listed] = await rows(`/v1/rejected?tenant_id=${tenant}`);
    const hit = {
      kind: 'rejected',
      id: listed?.['id'],
      tenant_id: tenant,
      tenant_name: 'Hooli',
      code: 'unknown_event_type',
      reason_text: 'No event type on offer has this name.',
      docs_url: `${DOCS}unknown_event_type`,
    };
    for (const q of ['session_refused', 'customer_refused', 'sub_refused', String(hit.id)]) {
      expect(await search(q)).toMatchObject([hit]);
    }
    for (const q of [tenant, 'hooli_1', 'Hooli']) {
      expect(await search(q)).toMatchObject([hit, { kind: 'tenant', id: tenant }]);
    }
    expect(await search('session_refus')).toEqual([]);
    const { rows: stored } = await api.sql.query<{ kept: string }>(
      'SELECT r::text AS kept FROM rejected_publishes r WHERE tenant_ref = $1',
      ['hooli_1'],
    );
    expect(stored[0]?.kept).not.toContain('session_refused');
  });

  it('finds a refused publish for a tenant that is none by what its publisher wrote', async () => {
    const broken = { tenant_id: 'absent_1', type: 'sesion.created', data: { session_id: 's_n' } };
    expect((await api.admin('POST', '/v1/events', broken)).status).toBe(422);
    const hits = await search('absent_1');
    expect(hits).toMatchObject([{ kind: 'rejected', tenant_id: null, tenant_name: null }]);
    expect(await search('s_n')).toHaveLength(1);
  });

  it('serves the page that docs_url leads to, with a section on the reason', async () => {
    const response = await fetch(`${await api.app.getUrl()}/docs/reasons`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain('<h3 id="waiting_for_subject">waiting_for_subject</h3>');
    expect(page).not.toMatch(/<script|src=|@import|url\(/);
  });
});
