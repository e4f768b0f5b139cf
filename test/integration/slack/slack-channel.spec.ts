import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/app/index.js';
import type {
  AttemptRecord,
  DeliveryRecord,
  EventRecord,
  Published,
} from '../../support/app/index.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startSlack } from '../../support/slack/slack-stand-in.js';
import type { SlackStandIn } from '../../support/slack/slack-stand-in.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

let product: RunningProduct;
let slack: SlackStandIn;
let webhook: Receiver;

beforeAll(async () => {
  slack = await startSlack();
  webhook = await startReceiver();
  product = await startProduct({
    retryScheduleSeconds: [1, 1],
    publicUrl: 'https://kyc.example.com',
  });
});
afterAll(async () => {
  await product.close();
  await webhook.close();
  await slack.close();
});

interface Endpoint {
  id: string;
  url: string;
  status: string;
  disabled_reason: string | null;
}

interface Setting {
  tenant: string;
  hook: string;
  /** The path of the incoming webhook. */
  hookPath: string;
  endpoint: Endpoint;
  /** The endpoint's path. */
  path: string;
}

async function setUp(fields: object = {}): Promise<Setting> {
  const { id: tenant } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
  const hook = slack.newHook();
  const path = `/v1/tenants/${tenant}/endpoints`;
  const endpoint = await product.ok<Endpoint>('POST', path, {
    channel: 'slack',
    url: hook,
    ...fields,
  });
  return {
    tenant,
    hook,
    hookPath: new URL(hook).pathname,
    endpoint,
    path: `${path}/${endpoint.id}`,
  };
}

const aSession = (n = 0) => ({
  type: 'session.created',
  data: { session_id: `session_${n}`, external_ref: 'user_456', is_sandbox: false },
});

const publish = (tenant: string, event = aSession()): Promise<Published> =>
  product.ok('POST', '/v1/events', { tenant_id: tenant, ...event });

const read = (tenant: string, id: string): Promise<EventRecord> =>
  product.ok('GET', `/v1/tenants/${tenant}/events/${id}`);

/** Resolves with the event once all its deliveries match. */
const readWhen = (
  tenant: string,
  id: string,
  matches: (delivery: DeliveryRecord) => boolean,
): Promise<EventRecord> =>
  eventually(async () => {
    const event = await read(tenant, id);
    expect(event.deliveries.map(matches)).toEqual(event.deliveries.map(() => true));
    return event;
  });

const hasSucceeded = ({ status }: DeliveryRecord): boolean => status === 'succeeded';

/** One message a second, plus the first, plus one for messages that the network brings closer together. */
const maxMessages = (posts: readonly { atMs: number }[]): number =>
  2 + ((posts.at(-1)?.atMs ?? 0) - (posts[0]?.atMs ?? 0)) / 1000;

const postsTo = (hookPath: string) => slack.posts.filter(({ path }) => path === hookPath);

describe('an endpoint of the channel slack', () => {
  beforeEach(() => slack.answer());

  it('gets a message that Slack accepts, with a link to the record', async () => {
    const { tenant, hookPath } = await setUp();
    const { id } = await publish(tenant);
    const { deliveries } = await readWhen(tenant, id, hasSucceeded);
    expect(deliveries).toMatchObject([
      { channel: 'slack', format: 'slack', recipient: null, attempt_count: 1 },
    ]);
    const [post] = postsTo(hookPath);
    expect(post?.problems).toEqual([]);
    expect(post?.message.text).toBe('Session created · session_0');
    expect(JSON.stringify(post?.message)).toContain(
      `<https://kyc.example.com/portal/events/${id}|Open the record>`,
    );
  });

  it('never shows the whole of its URL', async () => {
    const { tenant, hook, endpoint, path } = await setUp({ description: 'our channel' });
    const masked = `${new URL(hook).origin}/****${hook.slice(-4)}`;
    expect(endpoint).toMatchObject({ url: masked, format: null, signing: null, batch: null });
    const { id } = await publish(tenant);
    const event = await readWhen(tenant, id, hasSucceeded);
    expect(event.deliveries[0]?.attempts).toMatchObject([{ url: masked }]);
    const other = slack.newHook();
    const { body: changed } = await product.call('PATCH', path, { url: other });
    const shown = [
      endpoint,
      event,
      changed,
      await product.ok('GET', path.replace(/\/[^/]+$/, '')),
      await product.ok('GET', `/v1/tenants/${tenant}/audit`),
      await product.ok('GET', `/v1/search?q=${encodeURIComponent(new URL(hook).host)}`),
    ];
    for (const secret of [hook, other].map((url) => new URL(url).pathname.slice(10))) {
      expect(JSON.stringify(shown)).not.toContain(secret);
    }
  });

  it('keeps its URL when the mask is sent back, and refuses a mask as a new URL', async () => {
    const { tenant, hookPath, endpoint, path } = await setUp();
    expect((await product.call('PATCH', path, { url: endpoint.url })).status).toBe(200);
    const { id } = await publish(tenant);
    await readWhen(tenant, id, hasSucceeded);
    expect(postsTo(hookPath)).toHaveLength(1);
    const { status, body } = await product.call('PATCH', path, {
      url: endpoint.url.replace(/.{4}$/, 'wxyz'),
    });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/url', code: 'masked_value' }] },
    });
  });

  it('refuses fields that shape or sign requests, and has no secret', async () => {
    const { tenant, path } = await setUp();
    const fields = {
      format: 'flat',
      signing: ['verifa'],
      headers: { a: 'b' },
      secret: 'x'.repeat(19) + 'y',
    };
    const { status, body } = await product.call('POST', `/v1/tenants/${tenant}/endpoints`, {
      channel: 'slack',
      url: slack.newHook(),
      ...fields,
    });
    expect(status).toBe(422);
    expect(body['errors']).toMatchObject(
      Object.keys(fields).map((name) => ({ pointer: `/${name}`, code: 'not_for_channel' })),
    );
    expect(await product.call('GET', `${path}/secret`)).toMatchObject({
      status: 422,
      body: { code: 'not_for_channel' },
    });
    expect(await product.call('PATCH', path, { channel: 'webhook' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/channel', code: 'immutable' }] },
    });
  });

  it('is tested with the attempt as the answer', async () => {
    const { hookPath, path } = await setUp();
    const attempt = await product.ok<AttemptRecord>('POST', `${path}/test`, {});
    expect(attempt).toMatchObject({ trigger: 'test', response: { status: 200, body: 'ok' } });
    expect(JSON.stringify(postsTo(hookPath)[0]?.message)).toContain('[Sandbox]');
  });

  it.each([
    [404, 'no_service', 'slack_no_service', /removed or disabled/],
    [410, 'channel_is_archived', 'slack_channel_is_archived', /archived/],
  ])(
    'is disabled when Slack answers %s %s, and its webhook is not',
    async (...[status, code, reason, why]) => {
      const { tenant, hookPath, path } = await setUp();
      const other = `/v1/tenants/${tenant}/endpoints`;
      const { id: webhookId } = await product.ok<Endpoint>('POST', other, { url: webhook.url });
      slack.answer({ status, code });
      const { id } = await publish(tenant);
      const held = await readWhen(tenant, id, ({ status: now }) => now !== 'pending');
      const ofSlack = held.deliveries.find(({ endpoint_id: to }) => to !== webhookId);
      expect(ofSlack).toMatchObject({
        status: 'held',
        reason: 'endpoint_disabled',
        attempt_count: 1,
      });
      expect(ofSlack?.attempts[0]?.error?.message).toMatch(why);
      expect(await product.ok('GET', path)).toMatchObject({
        status: 'disabled',
        disabled_reason: reason,
      });
      expect(await product.ok('GET', `${other}/${webhookId}`)).toMatchObject({ status: 'active' });
      expect(held.deliveries.find(({ endpoint_id: to }) => to === webhookId)?.status).toBe(
        'succeeded',
      );

      slack.answer();
      await product.ok('POST', `${path}/resume`, {});
      await readWhen(tenant, id, hasSucceeded);
      expect(postsTo(hookPath)).toHaveLength(2);
    },
  );

  it('gets nothing for as long as Slack requests', async () => {
    const { tenant, hookPath } = await setUp();
    slack.answer({ status: 429, code: 'rate_limited', headers: { 'retry-after': '2' } });
    const { id } = await publish(tenant);
    await readWhen(tenant, id, ({ attempt_count: count }) => count === 1);
    slack.answer();
    await readWhen(tenant, id, hasSucceeded);
    const [first, second] = postsTo(hookPath);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  it('gets a burst in summaries, at most one message a second', async () => {
    const { tenant, hookPath } = await setUp();
    const events = Array.from({ length: 200 }, (_, n) => ({ tenant_id: tenant, ...aSession(n) }));
    await product.ok('POST', '/v1/events/batch', { events });
    interface Page {
      data: unknown[];
    }
    await eventually(async () => {
      const path = `/v1/tenants/${tenant}/deliveries?status=pending&limit=1`;
      expect((await product.ok<Page>('GET', path)).data).toEqual([]);
    });
    const posts = postsTo(hookPath);
    expect(posts.flatMap(({ problems }) => problems)).toEqual([]);
    expect(posts.length).toBeLessThanOrEqual(10);
    expect(posts.length).toBeLessThanOrEqual(maxMessages(posts));
    const counts = posts.map(({ message }) => Number(/^(\d+) events/.exec(message.text)?.[1] ?? 1));
    expect(counts.reduce((sum, count) => sum + count)).toBe(200);
  });

  it('gets a bounded number of messages for 10,000 failures in a minute', async () => {
    const { tenant, hookPath, path } = await setUp();
    for (let from = 0; from < 10_000; from += 500) {
      const events = Array.from({ length: 500 }, (_, n) => ({
        tenant_id: tenant,
        ...aSession(from + n),
      }));
      await product.ok('POST', '/v1/events/batch', { events });
    }
    await eventually(() => expect(postsTo(hookPath).length).toBeGreaterThan(5));
    await product.call('DELETE', path);
    const posts = postsTo(hookPath);
    expect(posts[0]?.message.text).toMatch(/^Session created|^\d+ events/);
    expect(posts.flatMap(({ problems }) => problems)).toEqual([]);
    expect(posts.length).toBeLessThanOrEqual(maxMessages(posts));
  });
});
