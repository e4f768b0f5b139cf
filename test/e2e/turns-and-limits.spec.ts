import { beforeAll, describe, expect, it } from 'vitest';
import {
  aSession,
  createReceivingTenant,
  eventually,
  onlyDelivery,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Published, Tenant } from '../support/app/index.js';
import { busiestSecond } from '../support/busiest-second.js';
import { slow } from '../support/receiver.js';

const lab = useLab();
const LIMIT_PER_SECOND = 10;

describe('with two workers', () => {
  let api: Postrider;

  beforeAll(async () => {
    const [databaseUrl, redis] = await Promise.all([lab.database(), lab.redis()]);
    const common = { databaseUrl, redisUrl: redis.url, env: { WORKER_CONCURRENCY: '2' } };
    [api] = await Promise.all([
      lab.postrider({ ...common, role: 'api' }),
      lab.postrider({ ...common, role: 'worker' }),
      lab.postrider({ ...common, role: 'worker' }),
    ]);
  });

  it('a limited endpoint gets no more in any second, and what waits says why', async () => {
    const receiver = await lab.receiver();
    const { tenant } = await createReceivingTenant(api, {
      url: receiver.url,
      rate_limit_per_second: LIMIT_PER_SECOND,
    });
    const ids = await publishMany(api, tenant, 3 * LIMIT_PER_SECOND);
    await receiver.waitFor(1);
    await eventually(async () => {
      const path = `/v1/tenants/${tenant.id}/deliveries?reason=rate_limited`;
      const { data } = await api.ok<{ data: { attempt_count: number }[] }>('GET', path);
      expect(data[0]).toMatchObject({ status: 'pending', attempt_count: 0 });
    });
    const requests = await receiver.waitFor(ids.length, 60_000);
    expect(requests.map(({ headers }) => String(headers['webhook-id'])).sort()).toEqual(ids.sort());
    const times = requests.map(({ receivedAtMs }) => receivedAtMs);
    expect(busiestSecond(times)).toBeLessThanOrEqual(LIMIT_PER_SECOND);
  });

  it('every request has a sequence that rises with the events of a subject', async () => {
    const receiver = await lab.receiver();
    const { tenant } = await createReceivingTenant(api, { url: receiver.url });
    const { data } = aSession();
    const ids = await publishMany(api, tenant, 3, data);
    const requests = await receiver.waitFor(ids.length);
    const sequences = ids.map((id) => {
      const request = requests.find(({ headers }) => headers['webhook-id'] === id);
      return Number(request?.headers['x-webhook-sequence']);
    });
    expect(sequences).toEqual([1, 2, 3]);
    const { event_id } = await onlyDelivery(api, tenant.id, ids[0] ?? '');
    expect(event_id).toBe(ids[0]);
  });
});

describe('a tenant with a few events', () => {
  it('has its turn beside one with many', async () => {
    const [databaseUrl, redis] = await Promise.all([lab.database(), lab.redis()]);
    const common = { databaseUrl, redisUrl: redis.url, env: { WORKER_CONCURRENCY: '2' } };
    const api = await lab.postrider({ ...common, role: 'api' });
    const [busy, quiet] = [await lab.receiver(), await lab.receiver()];
    busy.answer(slow(20));
    const { tenant: many } = await createReceivingTenant(api, { url: busy.url });
    const { tenant: few } = await createReceivingTenant(api, { url: quiet.url });
    const backlog = await publishMany(api, many, 400);
    await publishMany(api, few, 5);

    await lab.postrider({ ...common, role: 'worker' });
    await quiet.waitFor(5, 60_000);
    expect(busy.requests.length).toBeLessThan(backlog.length / 2);
  });
});

/** In one request; each of a subject of its own unless `data` names one. Gives the events' ids. */
async function publishMany(
  app: Postrider,
  tenant: Tenant,
  count: number,
  data: Record<string, unknown> = {},
): Promise<string[]> {
  const events = Array.from({ length: count }, () => ({
    tenant_id: tenant.id,
    ...aSession('session.created', data),
  }));
  const path = '/v1/events/batch';
  const { results } = await app.ok<{ results: Published[] }>(
    'POST',
    path,
    { events },
    tenant.publisherKey,
  );
  return results.map(({ id }) => id);
}
