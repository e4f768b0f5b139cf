import { beforeAll, describe, expect, it } from 'vitest';
import {
  aSession,
  createReceivingTenant,
  expectDelivery,
  onlyDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { DeliveryRecord, Postrider } from '../support/app/index.js';
import type { ReceivedRequest, Receiver } from '../support/receiver.js';

const lab = useLab();
const BLOCKED = { status: 'pending', reason: 'retry_scheduled', attempt_count: 1 };
const WAITING = {
  status: 'pending',
  reason: 'waiting_for_subject',
  in_flight: false,
  attempt_count: 0,
  next_attempt_at: null,
};

const sessionOf = ({ body }: ReceivedRequest): string => {
  const { data } = JSON.parse(body.toString()) as { data: { session_id: string } };
  return data.session_id;
};

/** Answers after a delay and counts open subjects, and requests that overlap with another of their subject. */
function watchOverlaps(receiver: Receiver): { overlaps: number; sideBySide: number } {
  const open = new Set<string>();
  const watch = { overlaps: 0, sideBySide: 0 };
  receiver.answer((response, request) => {
    const session = sessionOf(request);
    if (open.has(session)) watch.overlaps += 1;
    open.add(session);
    watch.sideBySide = Math.max(watch.sideBySide, open.size);
    setTimeout(() => {
      open.delete(session);
      response.writeHead(200).end();
    }, 30);
  });
  return watch;
}

describe('an ordered endpoint', () => {
  let app: Postrider;

  beforeAll(async () => {
    app = await lab.postrider({
      databaseUrl: await lab.database(),
      env: { RETRY_SCHEDULE: '86400' },
    });
  });

  it('gets the events of a subject one after another, and those of several side by side', async () => {
    const receiver = await lab.receiver();
    const watch = watchOverlaps(receiver);
    const { tenant } = await createReceivingTenant(app, { url: receiver.url, ordered: true });
    const subjects = [aSession(), aSession(), aSession()];
    const events = Array.from({ length: 30 }, (_, index) => ({
      tenant_id: tenant.id,
      ...subjects[index % subjects.length],
    }));
    await app.ok('POST', '/v1/events/batch', { events }, tenant.publisherKey);
    const requests = await receiver.waitFor(events.length, 60_000);
    expect(watch).toEqual({ overlaps: 0, sideBySide: subjects.length });
    for (const { data } of subjects) {
      const own = requests.filter((request) => sessionOf(request) === data['session_id']);
      expect(own.map(({ headers }) => Number(headers['x-webhook-sequence']))).toEqual(
        Array.from({ length: 10 }, (_, index) => index + 1),
      );
    }
  });

  it('waits with a subject whose event failed, and with no other; skipping it lets the next go', async () => {
    const receiver = await lab.receiver();
    receiver.answer(500, 200);
    const { tenant } = await createReceivingTenant(app, { url: receiver.url, ordered: true });
    const subject = aSession();
    const first = await publish(app, tenant, subject);
    const blocked = await expectDelivery(app, tenant, first.id, BLOCKED);
    const [second, third] = [
      await publish(app, tenant, subject),
      await publish(app, tenant, subject),
    ];
    const other = await publish(app, tenant);
    await expectDelivery(app, tenant, other.id, { status: 'succeeded' });
    for (const { id } of [second, third]) await expectDelivery(app, tenant, id, WAITING);

    const skip = `/v1/tenants/${tenant.id}/deliveries/${blocked.id}/skip`;
    await app.ok('POST', skip, undefined, tenant.key);
    await expectDelivery(app, tenant, third.id, { status: 'succeeded', attempt_count: 1 });
    await expectDelivery(app, tenant, first.id, { status: 'skipped', reason: 'operator_skipped' });
    const sent = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(sent).toEqual([first.id, other.id, second.id, third.id]);
  });

  it('continues a subject whose event a retry by hand delivers', async () => {
    const receiver = await lab.receiver();
    receiver.answer(500, 200);
    const { tenant } = await createReceivingTenant(app, { url: receiver.url, ordered: true });
    const subject = aSession();
    const first = await publish(app, tenant, subject);
    const blocked = await expectDelivery(app, tenant, first.id, BLOCKED);
    const second = await publish(app, tenant, subject);
    await expectDelivery(app, tenant, second.id, WAITING);
    const retry = `/v1/tenants/${tenant.id}/deliveries/${blocked.id}/retry`;
    await app.ok('POST', retry, undefined, tenant.key);
    await expectDelivery(app, tenant, second.id, { status: 'succeeded' });
    const sent = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(sent).toEqual([first.id, first.id, second.id]);
  });

  it('refuses a retry by hand that would overtake a held event', async () => {
    const receiver = await lab.receiver();
    const options = { url: receiver.url, ordered: true };
    const { tenant, endpoint } = await createReceivingTenant(app, options);
    const path = `/v1/tenants/${tenant.id}`;
    await app.ok('POST', `${path}/endpoints/${endpoint.id}/pause`, {}, tenant.key);
    const subject = aSession();
    const events = [await publish(app, tenant, subject), await publish(app, tenant, subject)];
    const [first, second] = await Promise.all(
      events.map(({ id }) => onlyDelivery(app, tenant.id, id)),
    );
    const retry = (delivery?: DeliveryRecord) =>
      app.api('POST', `${path}/deliveries/${delivery?.id}/retry`, undefined, tenant.key);
    expect(await retry(second)).toMatchObject({
      status: 409,
      body: { code: 'waiting_for_subject' },
    });
    expect(await retry(first)).toMatchObject({ status: 202 });
    await expectDelivery(app, tenant, events[0]?.id ?? '', { status: 'succeeded' });
    expect(await retry(second)).toMatchObject({ status: 202 });
    await expectDelivery(app, tenant, events[1]?.id ?? '', { status: 'succeeded' });
  });

  it('sends what was held in order', async () => {
    const receiver = await lab.receiver();
    const watch = watchOverlaps(receiver);
    const options = { url: receiver.url, ordered: true };
    const { tenant, endpoint } = await createReceivingTenant(app, options);
    const path = `/v1/tenants/${tenant.id}/endpoints/${endpoint.id}`;
    await app.ok('POST', `${path}/pause`, {}, tenant.key);
    const subject = aSession();
    const events = Array.from({ length: 20 }, () => ({ tenant_id: tenant.id, ...subject }));
    await app.ok('POST', '/v1/events/batch', { events }, tenant.publisherKey);
    await app.ok('POST', `${path}/resume`, {}, tenant.key);
    const requests = await receiver.waitFor(events.length, 60_000);
    expect(requests.map(({ headers }) => Number(headers['x-webhook-sequence']))).toEqual(
      events.map((_, index) => index + 1),
    );
    expect(watch).toEqual({ overlaps: 0, sideBySide: 1 });
  });
});

describe('an ordered endpoint, when the schedule of an event is exhausted', () => {
  it('gets the next event of the subject', async () => {
    const app = await lab.postrider({
      databaseUrl: await lab.database(),
      env: { RETRY_SCHEDULE: '1' },
    });
    const receiver = await lab.receiver();
    receiver.answer(500, 500, 200);
    const { tenant } = await createReceivingTenant(app, { url: receiver.url, ordered: true });
    const subject = aSession();
    const [first, second] = [
      await publish(app, tenant, subject),
      await publish(app, tenant, subject),
    ];
    await expectDelivery(app, tenant, second.id, { status: 'succeeded', attempt_count: 1 });
    await expectDelivery(app, tenant, first.id, {
      status: 'failed',
      reason: 'attempts_exhausted',
      attempt_count: 2,
    });
    const sent = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(sent).toEqual([first.id, first.id, second.id]);
  });
});
