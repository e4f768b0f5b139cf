import { beforeAll, describe, expect, it } from 'vitest';
import {
  createReceivingTenant,
  eventually,
  expectDelivery,
  onlyDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import { stall } from '../support/receiver.js';
import type { Answer, Receiver } from '../support/receiver.js';

const lab = useLab();
/** More than the ten failures that it takes. */
const FAILURES = 12;

describe('the breaker of an endpoint', () => {
  let app: Postrider;

  beforeAll(async () => {
    app = await lab.postrider({
      databaseUrl: await lab.database(),
      env: { DELIVERY_TIMEOUT_MS: '1000', RETRY_SCHEDULE: '1,86400' },
    });
  });

  interface Sent {
    receiver: Receiver;
    tenant: Tenant;
    ids: string[];
  }

  /** An endpoint that has answered so to the first attempts of several events. */
  async function answered(answer: Answer): Promise<Sent> {
    const receiver = await lab.receiver();
    receiver.answer(answer);
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const events = await Promise.all(Array.from({ length: FAILURES }, () => publish(app, tenant)));
    await receiver.waitFor(FAILURES);
    return { receiver, tenant, ids: events.map(({ id }) => id) };
  }

  it.each<[string, Answer]>([
    ['errors', 503],
    ['timeouts', stall()],
    ['broken connections', (response) => response.socket?.destroy()],
  ])('trips on %s: what comes then waits visibly, and spends no attempt', async (_what, answer) => {
    const { receiver, tenant } = await answered(answer);
    const waiting = await eventually(async () => {
      const { id } = await publish(app, tenant);
      const delivery = await onlyDelivery(app, tenant.id, id);
      expect(delivery).toMatchObject({
        status: 'pending',
        reason: 'backing_off',
        in_flight: false,
        attempt_count: 0,
      });
      return delivery;
    });
    expect(Date.parse(waiting.next_attempt_at ?? '')).toBeGreaterThan(Date.now());

    receiver.answer(200);
    const delivered = await expectDelivery(app, tenant, waiting.event_id, { status: 'succeeded' });
    // The delivery itself can be a probe before the receiver answers again: each attempt is a request.
    const own = receiver.requests.filter(
      ({ headers }) => headers['webhook-id'] === waiting.event_id,
    );
    expect(delivered.attempt_count).toBe(own.length);
  });

  it('probes with one request, and opens when it succeeds', async () => {
    const { receiver, tenant, ids } = await answered(503);
    await eventually(async () => {
      const delivery = await onlyDelivery(app, tenant.id, ids[0] ?? '');
      expect(delivery).toMatchObject({ reason: 'backing_off', in_flight: false });
    });
    const before = receiver.requests.length;
    let atProbe = 0;
    receiver.answer((response) => {
      setTimeout(() => {
        atProbe = receiver.requests.length - before;
        response.writeHead(200).end();
      }, 700);
    }, 200);
    for (const id of ids) await expectDelivery(app, tenant, id, { status: 'succeeded' });
    expect(atProbe).toBe(1);
  });

  it('minds no answer that concerns the event alone', async () => {
    const { receiver, tenant, ids } = await answered(404);
    for (const id of ids) await expectDelivery(app, tenant, id, { attempt_count: 1 });
    receiver.answer(200);
    const { id } = await publish(app, tenant);
    const next = await expectDelivery(app, tenant, id, { status: 'succeeded' });
    expect(next.attempts).toHaveLength(1);
  });
});
