import { beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEndpoint,
  createEndpoint,
  createTenant,
  eventually,
  header,
  onlyDelivery,
  publish,
  readEndpoint,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import type { Receiver } from '../support/receiver.js';

const lab = useLab();

/** Reported after two seconds, warned after twelve, disabled after eighteen. */
const DISABLE_AFTER_HOURS = '0.005';
const RETRY_SCHEDULE = Array.from({ length: 50 }, () => '1').join(',');
const WITHIN_MS = 60_000;

interface Notice {
  type: string;
  data: Record<string, unknown>;
}

describe('an endpoint that fails, with two workers', { timeout: 180_000 }, () => {
  let api: Postrider;

  beforeAll(async () => {
    const [databaseUrl, redis] = await Promise.all([lab.database(), lab.redis()]);
    const env = { DISABLE_AFTER_HOURS, RETRY_SCHEDULE };
    const common = { databaseUrl, redisUrl: redis.url, env };
    [api] = await Promise.all([
      lab.postrider({ ...common, role: 'api' }),
      lab.postrider({ ...common, role: 'worker' }),
      lab.postrider({ ...common, role: 'worker' }),
    ]);
  });

  const noticesAt = (receiver: Receiver): Notice[] =>
    receiver.requests.map(({ body }) => JSON.parse(body.toString('utf8')) as Notice);

  /** Creates a tenant with an endpoint that answers 404 and one that gets events about it. */
  async function failing() {
    const [receiver, watcher, tenant] = await Promise.all([
      lab.receiver(),
      lab.receiver(),
      createTenant(api),
    ]);
    receiver.answer(404);
    const endpoint = await createEndpoint(api, tenant, {
      url: receiver.url,
      event_types: ['session.*', 'endpoint.*'],
    });
    const watching = { url: watcher.url, event_types: ['endpoint.*'] };
    await createEndpoint(api, tenant, watching);
    return { receiver, watcher, tenant, endpoint };
  }

  it('is reported, warned and disabled once, and has lost nothing when it is resumed', async () => {
    const { receiver, watcher, tenant, endpoint } = await failing();
    const events = await publishSome(tenant, 6);
    await watcher.waitFor(3, WITHIN_MS);
    expect(noticesAt(watcher)).toMatchObject([
      { type: 'endpoint.failing', data: { endpoint_id: endpoint.id, status: 'active' } },
      { type: 'endpoint.disabling_soon', data: { status: 'active', failed_events: 6 } },
      {
        type: 'endpoint.disabled',
        data: {
          status: 'disabled',
          reason: 'failing',
          failed_events: 6,
          last_error: { class: 'http_status', status: 404 },
        },
      },
    ]);
    expect(await readEndpoint(api, tenant, endpoint.id)).toMatchObject({
      status: 'disabled',
      disabled_reason: 'failing',
    });
    events.push(...(await publishSome(tenant, 1)));
    for (const id of events) {
      await eventually(async () => {
        const { status, reason } = await onlyDelivery(api, tenant.id, id);
        expect([status, reason]).toEqual(['held', 'endpoint_disabled']);
      });
    }

    receiver.answer(200);
    const before = receiver.requests.length;
    await actOnEndpoint(api, tenant, endpoint.id, 'resume');
    await receiver.waitFor(before + events.length, WITHIN_MS);
    const sent = receiver.requests.slice(before).map((request) => header(request, 'webhook-id'));
    expect(sent.toSorted()).toEqual(events.toSorted());
    await watcher.waitFor(4, WITHIN_MS);
    expect(noticesAt(watcher).at(-1)).toMatchObject({
      type: 'endpoint.recovered',
      data: { endpoint_id: endpoint.id, reason: 'resumed', status: 'active' },
    });
    expect(await readEndpoint(api, tenant, endpoint.id)).toMatchObject({
      status: 'active',
      disabled_reason: null,
      failing_since: null,
    });
    expect(noticesAt(watcher)).toHaveLength(4);
  });

  it('and recovers is reported as recovered and not disabled', async () => {
    const { receiver, watcher, tenant, endpoint } = await failing();
    await publishSome(tenant, 6);
    await watcher.waitFor(1, WITHIN_MS);
    receiver.answer(200);
    await watcher.waitFor(2, WITHIN_MS);
    expect(noticesAt(watcher)).toMatchObject([
      { type: 'endpoint.failing' },
      { type: 'endpoint.recovered', data: { endpoint_id: endpoint.id, reason: 'succeeded' } },
    ]);
    expect(await readEndpoint(api, tenant, endpoint.id)).toMatchObject({
      status: 'active',
      failing_since: null,
    });
  });

  async function publishSome(tenant: Tenant, count: number): Promise<string[]> {
    const published = Array.from({ length: count }, () => publish(api, tenant));
    return (await Promise.all(published)).map(({ id }) => id);
  }
});
