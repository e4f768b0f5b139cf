import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

interface Notice {
  type: string;
  data: Record<string, unknown>;
}

describe('events about endpoints', () => {
  let product: RunningProduct;
  let receiver: Receiver;
  let tenant: string;

  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  beforeEach(async () => {
    receiver = await startReceiver();
    const { id } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
    tenant = `/v1/tenants/${id}`;
    return () => receiver.close();
  });

  const createEndpoint = async (path: string, fields: object = {}): Promise<string> => {
    const url = `http://127.0.0.1:${receiver.port}/${path}?token=hidden`;
    const body = { url, ...fields };
    return (await product.ok<{ id: string }>('POST', `${tenant}/endpoints`, body)).id;
  };

  const noticesAt = (path: string): Notice[] =>
    receiver.requests
      .filter((request) => request.path.startsWith(`/${path}`))
      .map(({ body }) => JSON.parse(body.toString('utf8')) as Notice);

  it('inform the endpoints that name them, once each, of changes of URL and secret, and contain neither', async () => {
    const subject = await createEndpoint('subject', { event_types: ['endpoint.*'] });
    const named = await createEndpoint('named', { event_types: ['endpoint.updated'] });
    await createEndpoint('all', { event_types: ['*'] });
    await createEndpoint('absent');
    const path = `${tenant}/endpoints/${subject}`;
    await product.ok('PATCH', path, { description: 'a change without a notice' });
    const url = 'http://127.0.0.1:65533/subject?token=hidden';
    await product.ok('PATCH', path, { url, reason: 'moves' });
    await product.ok('POST', `${path}/secret/rotate`, { secret: 'a-secret-never-shown' });
    await product.ok('POST', `${path}/secret/promote`);
    await receiver.waitFor(3, 30_000);
    const notices = noticesAt('named');
    expect(notices.map(({ data }) => data['change'])).toEqual([
      'url',
      'secret_rotated',
      'secret_promoted',
    ]);
    expect(notices[0]).toMatchObject({
      type: 'endpoint.updated',
      data: {
        endpoint_id: subject,
        url_host: '127.0.0.1:65533',
        former_url_host: `127.0.0.1:${receiver.port}`,
        changed_by: 'admin',
        change_reason: 'moves',
        status: 'active',
      },
    });
    expect(JSON.stringify(notices)).not.toMatch(/hidden|never-shown|whsec_/);
    expect(receiver.requests).toHaveLength(3);
    const { data: events } = await product.ok<{ data: { id: string }[] }>(
      'GET',
      `${tenant}/events?subject=${subject}`,
    );
    expect(events).toHaveLength(3);
    const event = await product.ok<object>('GET', `${tenant}/events/${events[0]?.id}`);
    expect(event).toMatchObject({
      subject,
      unsent: [{ endpoint_id: subject, reason: 'about_itself' }],
    });
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const matches = async (endpoint: string, status: string): Promise<number> => {
      const replay = { since, status, dry_run: true };
      const replayPath = `${tenant}/endpoints/${endpoint}/replay`;
      return (await product.ok<{ matched: number }>('POST', replayPath, replay)).matched;
    };
    expect(await matches(subject, 'missing')).toBe(0);
    expect(await matches(named, 'all')).toBe(3);
  });

  it('report an endpoint that a 410 disabled, and its return', async () => {
    await createEndpoint('named', { event_types: ['endpoint.*'] });
    const gone = await createEndpoint('gone', { event_types: ['session.*'] });
    receiver.answer((response, { path }) =>
      response.writeHead(path.startsWith('/gone') ? 410 : 200).end(),
    );
    const data = { session_id: 's1', external_ref: null, is_sandbox: false };
    const tenant_id = tenant.split('/').at(-1);
    await product.ok('POST', '/v1/events', { tenant_id, type: 'session.created', data });
    await receiver.waitFor(2, 30_000);
    expect(noticesAt('named')).toMatchObject([
      {
        type: 'endpoint.disabled',
        data: {
          endpoint_id: gone,
          status: 'disabled',
          reason: 'receiver_gone',
          last_error: { class: 'http_status', status: 410 },
        },
      },
    ]);
    receiver.answer(200);
    await product.ok('POST', `${tenant}/endpoints/${gone}/resume`, {});
    await receiver.waitFor(4, 30_000);
    expect(noticesAt('named').at(-1)).toMatchObject({
      type: 'endpoint.recovered',
      data: { endpoint_id: gone, status: 'active', reason: 'resumed' },
    });
  });

  it('are published only by Postrider itself', async () => {
    const event = {
      tenant_id: tenant.split('/').at(-1),
      type: 'endpoint.disabled',
      data: { endpoint_id: 'ep_of_another' },
    };
    const { results } = await product.ok<{ results: object[] }>('POST', '/v1/events/batch', {
      events: [event],
    });
    expect(results).toMatchObject([
      {
        status: 422,
        code: 'event_type_reserved',
        errors: [{ pointer: '/type', code: 'event_type_reserved' }],
      },
    ]);
  });

  it('have no body in the format callback, and say so when an endpoint is saved', async () => {
    const url = `http://127.0.0.1:${receiver.port}/`;
    const fields = { url, format: 'callback', event_types: ['endpoint.*'] };
    await expect(product.ok('POST', `${tenant}/endpoints`, fields)).rejects.toThrow(
      /format_cannot_carry.*endpoint\.failing/,
    );
    const offered = await product.ok<{ formats: string[] }>(
      'GET',
      '/v1/event-types/endpoint.failing',
    );
    expect(offered.formats).toEqual([
      'envelope',
      'flat',
      'key-data',
      'topic',
      'event-type',
      'cloudevents',
    ]);
  });
});
