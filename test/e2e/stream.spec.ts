import { connect } from 'node:net';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  aSession,
  createEndpoint,
  createTenant,
  eventually,
  publish,
  useLab,
  type Postrider,
  type Tenant,
} from '../support/app/index.js';
import type { Receiver } from '../support/receiver.js';
import { openStream, Refused } from '../support/stream-client.js';

const lab = useLab();
let app: Postrider;
let other: Postrider;
let receiver: Receiver;

beforeAll(async () => {
  const databaseUrl = await lab.database();
  const redis = await lab.redis();
  app = await lab.postrider({ databaseUrl, redisUrl: redis.url, role: 'all' });
  other = await lab.postrider({ databaseUrl, redisUrl: redis.url, role: 'api' });
  receiver = await lab.receiver();
});

const refusal = async (...asked: Parameters<typeof openStream>): Promise<Refused> => {
  try {
    const stream = await openStream(...asked);
    stream.socket.terminate();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('It was let in.');
};

const viewerOf = async ({ id }: Tenant): Promise<{ id: string; key: string }> =>
  app.ok('POST', `/v1/tenants/${id}/api-keys`, { role: 'viewer', name: 'v' });

const idsListed = async ({ id, key }: Tenant): Promise<string[]> => {
  const { data } = await app.ok<{ data: { id: string }[] }>(
    'GET',
    `/v1/tenants/${id}/events?limit=200`,
    undefined,
    key,
  );
  return data.map((event) => event.id).toReversed();
};

describe('a stream', () => {
  it('sends every event with the body of the webhook, whichever process published it', async () => {
    const tenant = await createTenant(app);
    const { key } = await viewerOf(tenant);
    const format = 'topic';
    await createEndpoint(app, tenant, { url: receiver.url, format, signing: ['standard'] });
    await publish(app, tenant);
    const stream = await openStream(other.url, 'me', key);
    const ready = await stream.control('ready');
    expect(ready).toMatchObject({ format, types: null, consumer: null });
    await publish(app, tenant);
    await publish(other, tenant, {
      type: 'complianceRecord',
      data: {
        status: 100,
        key: 'f283d8c84766484892cf097db8c5e2b5',
        modified: '2025-09-03T06:38:08',
        customerKey: '885eb2cc-12d6-49dd-b52a-a6634f510e17',
      },
    });
    await eventually(() => expect(stream.events()).toHaveLength(2));
    const streamed = stream.events();
    const [, ...listed] = await idsListed(tenant);
    expect(streamed.map(({ after }) => after['id'])).toEqual(listed);
    const received = await eventually(() => {
      const bodies = receiver.requests.map(({ headers, body }) => ({
        id: headers['webhook-id'],
        body: body.toString('utf8'),
      }));
      expect(bodies).toHaveLength(3);
      return new Map(bodies.map(({ id, body }) => [id, body]));
    });
    for (const { body, after } of streamed) {
      expect(`[${body}]`).toBe(received.get(String(after['id'])));
      expect(after).toMatchObject({ topic: 'method', method: 'cursor' });
    }
    stream.socket.close();
  });

  it('continues behind a cursor, on another process and in the feed', async () => {
    const tenant = await createTenant(app);
    for (let count = 0; count < 4; count += 1) await publish(app, tenant);
    const format = 'envelope';
    const all = await openStream(app.url, tenant.id, tenant.key, { format, cursor: 'earliest' });
    await eventually(() => expect(all.events()).toHaveLength(4));
    const cursor = String(all.events()[1]?.after.cursor);
    all.socket.close();
    const bodies = all.events().map(({ body }) => body);
    const rest = await openStream(other.url, tenant.id, tenant.key, { format, cursor });
    await eventually(() => expect(rest.events()).toHaveLength(2));
    expect(rest.events().map(({ body }) => body)).toEqual(bodies.slice(2));
    const path = `/v1/tenants/${tenant.id}/events/feed?after=${cursor}`;
    const feed = await app.ok<{ data: unknown[] }>('GET', path, undefined, tenant.key);
    expect(feed.data).toEqual(bodies.slice(2).map((body): unknown => JSON.parse(body)));
    rest.say({ topic: 'method', method: 'resume', cursor });
    await eventually(() => expect(rest.events()).toHaveLength(4));
    expect(rest.events().map(({ body }) => body)).toEqual([...bodies.slice(2), ...bodies.slice(2)]);
    rest.socket.close();
  });

  it('sends the requested types, and others after a subscribe', async () => {
    const tenant = await createTenant(app);
    const query = { types: 'session.started,case.*', format: 'envelope' };
    const stream = await openStream(app.url, tenant.id, tenant.key, query);
    await stream.control('ready');
    await publish(app, tenant, aSession('session.created'));
    await publish(app, tenant, aSession('session.started'));
    await eventually(() => expect(stream.events()).toHaveLength(1));
    stream.say({ method: 'subscribe', types: ['session.created'] });
    expect(await stream.control('subscribe')).toMatchObject({ types: ['session.created'] });
    await publish(app, tenant, aSession('session.started'));
    await publish(app, tenant, aSession('session.created'));
    await eventually(() => expect(stream.events()).toHaveLength(2));
    expect(stream.events().map(({ after }) => after['type'])).toEqual([
      'session.started',
      'session.created',
    ]);
    stream.say({ method: 'subscribe', types: ['session.nonsense'] });
    expect(await stream.control('error')).toMatchObject({ code: 'unknown_event_type' });
    stream.socket.close();
  });

  it('continues behind the event that a consumer acknowledged', async () => {
    const tenant = await createTenant(app);
    const query = { consumer: 'ledger', format: 'envelope' };
    const first = await openStream(app.url, tenant.id, tenant.key, query);
    await first.control('ready');
    for (let count = 0; count < 3; count += 1) await publish(app, tenant);
    await eventually(() => expect(first.events()).toHaveLength(3));
    const [one, two, three] = first.events();
    first.say({ method: 'ack', cursor: two?.after.cursor });
    first.say({ method: 'ack', cursor: one?.after.cursor });
    await eventually(() => expect(first.controls('ack')).not.toHaveLength(0));
    expect(first.controls('ack').at(-1)?.cursor).toBe(two?.after.cursor);
    first.socket.terminate();
    const second = await openStream(other.url, tenant.id, tenant.key, query);
    await eventually(() => expect(second.events()).toHaveLength(1));
    expect(second.events()[0]?.body).toBe(three?.body);
    second.say({ method: 'ack', cursor: 'nonsense' });
    expect(await second.control('error')).toMatchObject({ code: 'validation_failed' });
    second.socket.close();
  });

  it('reports a redacted event without its content', async () => {
    const tenant = await createTenant(app);
    const session = aSession();
    const event = await publish(app, tenant, session);
    await publish(app, tenant);
    await app.ok('POST', `/v1/tenants/${tenant.id}/events/${event.id}/redact`, {});
    const stream = await openStream(app.url, tenant.id, tenant.key, { cursor: 'earliest' });
    await eventually(() => expect(stream.events()).toHaveLength(1));
    expect(stream.controls('redacted')).toEqual([
      {
        topic: 'method',
        method: 'redacted',
        id: event.id,
        type: event.type,
        created: event.created,
      },
    ]);
    expect(stream.controls('cursor')).toHaveLength(2);
    expect(stream.frames.join('')).not.toContain(session.data['session_id']);
    const path = `/v1/tenants/${tenant.id}/events/feed`;
    const { data } = await app.ok<{ data: unknown[] }>('GET', path, undefined, tenant.key);
    const { id, type, created } = event;
    expect(data[0]).toEqual({ id, type, created, redacted: true });
    stream.socket.close();
  });

  it('is refused like any other request before the upgrade', async () => {
    const [tenant, stranger] = [await createTenant(app), await createTenant(app)];
    expect(await refusal(app.url, tenant.id, null)).toMatchObject({
      status: 401,
      body: { code: 'unauthorized' },
      headers: { 'content-type': 'application/problem+json', 'www-authenticate': 'Bearer' },
    });
    expect(await refusal(app.url, tenant.id, stranger.key)).toMatchObject({ status: 404 });
    expect(await refusal(app.url, tenant.id, tenant.publisherKey)).toMatchObject({ status: 403 });
    for (const [name, value] of [
      ['cursor', 'nonsense'],
      ['types', 'session.nonsense'],
      ['format', 'nonsense'],
      ['consumer', 'a b'],
      ['nonsense', '1'],
    ] as const) {
      const { status, body } = await refusal(app.url, tenant.id, tenant.key, { [name]: value });
      expect([status, body.errors?.[0]?.pointer]).toEqual([422, `/${name}`]);
    }
    const plain = await app.api('GET', `/v1/tenants/${tenant.id}/stream`);
    expect(plain).toMatchObject({ status: 426, body: { code: 'upgrade_required' } });
  });

  it('ends when its key is revoked', async () => {
    const tenant = await createTenant(app);
    const viewer = await viewerOf(tenant);
    const stream = await openStream(other.url, 'me', viewer.key);
    await stream.control('ready');
    await app.ok('DELETE', `/v1/tenants/${tenant.id}/api-keys/${viewer.id}`);
    expect(await stream.closed).toMatchObject({ code: 4401 });
  });
});

describe('beside streams', () => {
  it('a request that offers another protocol is served without', async () => {
    const tenant = await createTenant(app);
    const event = aSession();
    const body = JSON.stringify({ tenant_id: tenant.id, ...event });
    const { port } = new URL(app.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      'POST /v1/events HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n' +
        `HTTP2-Settings: AAMAAABkAAQAAP__\r\nAuthorization: Bearer ${tenant.publisherKey}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    );
    await new Promise((resolve) => setImmediate(resolve));
    socket.write(body.slice(20));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1.1 202 /);
    expect(await idsListed(tenant)).toHaveLength(1);
  });
});

describe('a process that stops', () => {
  it('asks its streams to reconnect, and ends waiting polls', async () => {
    const tenant = await createTenant(app);
    const stream = await openStream(other.url, tenant.id, tenant.key);
    await stream.control('ready');
    const path = `/v1/tenants/${tenant.id}/events/feed?wait=30`;
    const poll = other.api<{ data: unknown[]; next_cursor: string }>('GET', path);
    await eventually(async () => {
      const metrics = await fetch(`${other.url}/metrics`);
      expect(await metrics.text()).toMatch(/^postrider_feeds_open 1$/m);
    });
    await other.stop();
    expect(await stream.closed).toMatchObject({ code: 1012 });
    expect(await poll).toMatchObject({ status: 200, body: { data: [] } });
    expect((await poll).body.next_cursor).toMatch(/./);
  });
});
