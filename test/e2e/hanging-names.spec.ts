import { beforeAll, describe, expect, it } from 'vitest';
import {
  createEndpoint,
  createReceivingTenant,
  createTenant,
  eventually,
  expectDelivery,
  onlyDelivery,
  publish,
  readEvent,
  useLab,
} from '../support/app/index.js';
import type { AttemptRecord, Postrider, Tenant } from '../support/app/index.js';
import { SERVER_FAILURE } from '../support/dns-server.js';
import type { DnsServer } from '../support/dns-server.js';
import { reply } from '../support/receiver.js';
import type { Receiver } from '../support/receiver.js';

const lab = useLab();

const HERE = '127.0.0.1';
const GOOD = 'good.example.com';
/** Long enough that what is not held up ends well before it. */
const DEADLINE_MS = 20_000;

describe('names of a tenant that no name server answers for', () => {
  let app: Postrider;
  let dns: DnsServer;
  let receiver: Receiver;
  let good: Tenant;

  beforeAll(async () => {
    dns = await lab.dnsServer();
    receiver = await lab.receiver();
    // Every delivery takes a look-up of its own.
    receiver.answer(reply(200, { connection: 'close' }));
    dns.set(GOOD, [HERE]);
    app = await lab.postrider({
      databaseUrl: await lab.database(),
      env: {
        DNS_SERVERS: dns.address,
        DELIVERY_TIMEOUT_MS: `${DEADLINE_MS}`,
        RETRY_SCHEDULE: '86400',
        // As few threads as there can be: nothing of a receiver may need one.
        UV_THREADPOOL_SIZE: '1',
      },
    });
    ({ tenant: good } = await createReceivingTenant(app, { url: urlOf(GOOD) }));
  });

  const urlOf = (host: string) => `http://${host}:${receiver.port}/hook`;

  /** A publish, its delivery and readiness, as if nothing were the matter. */
  async function expectUndisturbed(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      const [{ id }, ready] = await Promise.all([
        publish(app, good),
        fetch(`${app.url}/health/ready`),
      ]);
      expect(ready.status).toBe(200);
      const { attempts } = await expectDelivery(app, good, id, { status: 'succeeded' });
      expect(attempts).toHaveLength(1);
      expect(attempts[0]?.duration_ms).toBeLessThan(DEADLINE_MS / 4);
    }
  }

  // Names that hang take their whole deadline: these tests wait for it together, each with a tenant of its own.
  it.concurrent.each([4, 14, 40])('%i that hang delay no other tenant', async (count) => {
    const names = Array.from({ length: count }, (_, n) => `hang-${n}.of-${count}.example.com`);
    names.forEach((name) => dns.silence(name));
    const bad = await createTenant(app);
    for (const name of names) await createEndpoint(app, bad, { url: urlOf(name) });
    const { id } = await publish(app, bad);
    await eventually(() => expect(names.some((name) => dns.lookups(name) > 0)).toBe(true));
    await expectUndisturbed();
    const { deliveries } = await readEvent(app, bad.id, id);
    expect(deliveries.some((delivery) => delivery.in_flight)).toBe(true);
    await expectFailed(bad, id);
  });

  it.concurrent('ten test sends at once to names that hang delay no other tenant', async () => {
    const bad = await createTenant(app);
    const names = Array.from({ length: 10 }, (_, n) => `hang-${n}.test-sends.example.com`);
    names.forEach((name) => dns.silence(name));
    let areOver = false;
    const endpoints = await Promise.all(
      names.map((name) => createEndpoint(app, bad, { url: urlOf(name) })),
    );
    const sends = Promise.all(
      endpoints.map(({ id }) =>
        app.api<AttemptRecord>('POST', `/v1/tenants/${bad.id}/endpoints/${id}/test`, {}, bad.key),
      ),
    ).finally(() => (areOver = true));
    await eventually(() => expect(names.some((name) => dns.lookups(name) > 0)).toBe(true));
    await expectUndisturbed();
    expect(areOver).toBe(false);
    for (const { status, body } of await sends) {
      expect(status).toBe(200);
      expect(body.error?.message).toMatch(/name servers .* do not answer/);
    }
  });

  it('a storm of names whose name servers fail delays no other tenant', async () => {
    const bad = await createTenant(app);
    const names = Array.from({ length: 40 }, (_, n) => `fail-${n}.example.com`);
    names.forEach((name) => dns.behave(name, { responseCode: SERVER_FAILURE }));
    for (const name of names) await createEndpoint(app, bad, { url: urlOf(name) });
    const events = await Promise.all(Array.from({ length: 5 }, () => publish(app, bad)));
    await expectUndisturbed();
    for (const { id } of events) {
      const attempts = await expectFailed(bad, id);
      expect(attempts[0]?.error).toMatchObject({
        class: 'dns',
        message: expect.stringContaining('SERVFAIL') as string,
      });
    }
  });

  it('are not to blame where our own name servers fail: no attempt is spent', async () => {
    const { tenant } = await createReceivingTenant(app, { url: urlOf('ours.example.com') });
    dns.set('ours.example.com', [HERE]);
    dns.behave('*', { responseCode: SERVER_FAILURE });
    // What was answered before the outage counts for a few seconds.
    const delivery = await eventually(async () => {
      const { id } = await publish(app, tenant);
      const found = await eventually(async () => {
        const one = await onlyDelivery(app, tenant.id, id);
        expect(one).toMatchObject({ in_flight: false, attempt_count: 1 });
        return one;
      });
      expect(found.attempts[0]?.error?.message).toContain('our own name servers');
      return found;
    });
    expect(delivery).toMatchObject({ status: 'pending', reason: 'retry_scheduled' });
    // The schedule would have it wait for a day.
    expect(Date.parse(delivery.next_attempt_at ?? '')).toBeLessThan(Date.now() + 60_000);
    dns.behave('*', {});
    const { attempts } = await eventually(async () => {
      const one = await onlyDelivery(app, tenant.id, delivery.event_id);
      expect(one.status).toBe('succeeded');
      return one;
    }, 90_000);
    expect(attempts).toHaveLength(2);
  });

  /** Every delivery of an event, failed once and to be tried again. */
  async function expectFailed(tenant: Tenant, eventId: string): Promise<AttemptRecord[]> {
    const deliveries = await eventually(async () => {
      const event = await readEvent(app, tenant.id, eventId);
      for (const delivery of event.deliveries) {
        expect(delivery).toMatchObject({ status: 'pending', in_flight: false, attempt_count: 1 });
      }
      return event.deliveries;
    }, 120_000);
    return deliveries.flatMap(({ attempts }) => attempts);
  }
});
