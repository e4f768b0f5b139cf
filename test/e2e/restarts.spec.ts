import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  createReceivingTenant,
  eventually,
  onlyDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import { slow, stall } from '../support/receiver.js';

const lab = useLab();
const UNHURRIED = { RETRY_SCHEDULE: '1,1', DELIVERY_TIMEOUT_MS: '8000' };
const QUICK = { RETRY_SCHEDULE: '1,1', DELIVERY_TIMEOUT_MS: '3000', LEASE_MARGIN_MS: '500' };

describe('a process with the embedded database', () => {
  it('ends what is under way on Ctrl-C, and finds its data at the next start', async () => {
    const dataDir = await lab.directory();
    const receiver = await lab.receiver();
    const first = await lab.postrider({ dataDir, env: UNHURRIED });
    const { tenant, endpoint } = await createReceivingTenant(first, { url: receiver.url });
    receiver.answer(slow(1500));
    const { id } = await publish(first, tenant);
    await receiver.waitFor(1, 30_000);
    expect(await first.interrupt()).toBe(0);

    const second = await lab.postrider({ dataDir, env: UNHURRIED });
    expect(second.adminKey).toBe(first.adminKey);
    expect(await onlyDelivery(second, tenant.id, id)).toMatchObject({
      endpoint_id: endpoint.id,
      status: 'succeeded',
      attempts: [{ number: 1, response: { status: 200 }, error: null }],
    });
    receiver.answer(200);
    await expectDelivered(second, tenant, (await publish(second, tenant)).id, 1);
    expect(receiver.requests).toHaveLength(2);
    expect(await second.stop()).toBe(0);
  });

  it('delivers what was under way and what was waiting when it was killed', async () => {
    const dataDir = await lab.directory();
    const receiver = await lab.receiver();
    const first = await lab.postrider({ dataDir, env: QUICK });
    const options = { url: receiver.url, max_in_flight: 1 };
    const { tenant } = await createReceivingTenant(first, options);
    receiver.answer(stall(), 200);
    const underWay = await publish(first, tenant);
    await receiver.waitFor(1, 30_000);
    const waiting = await Promise.all([publish(first, tenant), publish(first, tenant)]);
    await first.kill9();

    const second = await lab.postrider({ dataDir, env: QUICK });
    const lost = await expectDelivered(second, tenant, underWay.id, 2);
    expect(lost.attempts[0]).toMatchObject({ number: 1, error: { class: 'worker_lost' } });
    for (const { id } of waiting) await expectDelivered(second, tenant, id, 1);
    expect(await second.stop()).toBe(0);
  });
});

describe('SIGTERM', () => {
  it('does not wait for an upload that never ends', async () => {
    const app = await lab.postrider({
      databaseUrl: await lab.database(),
      env: { SHUTDOWN_GRACE_MS: '1000' },
    });
    const { hostname, port } = new URL(app.url);
    const upload = connect(Number(port), hostname);
    upload.on('error', () => undefined);
    await once(upload, 'connect');
    upload.write(
      'POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n' +
        `authorization: Bearer ${app.adminKey}\r\ncontent-length: 5000\r\n\r\n{"tenant_id"`,
    );
    // Once another request is answered, the first has been read too.
    await app.ok('GET', '/v1/event-types');
    const cut = once(upload, 'close');
    expect(await app.stop()).toBe(0);
    await cut;
  });

  it('has clients leave their connections while attempts end', async () => {
    const app = await lab.postrider({ databaseUrl: await lab.database(), env: UNHURRIED });
    const receiver = await lab.receiver();
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    receiver.answer(slow(3000));
    await publish(app, tenant);
    await receiver.waitFor(1, 30_000);
    const connection = async () => {
      const { status, headers } = await app.api('GET', '/health/ready');
      return { status, connection: headers.get('connection') };
    };
    expect(await connection()).toEqual({ status: 200, connection: 'keep-alive' });
    const stopped = app.stop();
    await eventually(async () => {
      expect(await connection()).toEqual({ status: 503, connection: 'close' });
    });
    expect(await stopped).toBe(0);
  });

  it('to a worker waits until its attempts are on record, and another takes the rest', async () => {
    const [databaseUrl, redis, receiver] = await Promise.all([
      lab.database(),
      lab.redis(),
      lab.receiver(),
    ]);
    const common = { databaseUrl, redisUrl: redis.url, env: UNHURRIED };
    const [api, worker] = await Promise.all([
      lab.postrider({ ...common, role: 'api' }),
      lab.postrider({ ...common, role: 'worker' }),
    ]);
    const options = { url: receiver.url, max_in_flight: 2 };
    const { tenant } = await createReceivingTenant(api, options);
    receiver.answer(slow(1500), slow(1500), 200);
    const events = await Promise.all(Array.from({ length: 6 }, () => publish(api, tenant)));
    const begun = (await receiver.waitFor(2, 30_000)).map(({ headers }) =>
      String(headers['webhook-id']),
    );
    expect(await worker.stop()).toBe(0);
    for (const id of begun) {
      expect(await onlyDelivery(api, tenant.id, id)).toMatchObject({
        status: 'succeeded',
        attempt_count: 1,
      });
    }
    await lab.postrider({ ...common, role: 'worker' });
    for (const { id } of events) await expectDelivered(api, tenant, id, 1);
    expect(receiver.requests).toHaveLength(events.length);
  });
});

function expectDelivered(app: Postrider, tenant: Tenant, eventId: string, attempts: number) {
  return eventually(async () => {
    const delivery = await onlyDelivery(app, tenant.id, eventId);
    expect(delivery).toMatchObject({ status: 'succeeded', attempt_count: attempts });
    return delivery;
  });
}
