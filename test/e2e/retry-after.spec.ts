import { beforeAll, describe, expect, it } from 'vitest';
import {
  createReceivingTenant,
  eventually,
  onlyDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { DeliveryRecord, Postrider, Tenant } from '../support/app/index.js';
import { reply } from '../support/receiver.js';
import type { Receiver } from '../support/receiver.js';

const lab = useLab();
const SECOND = 1_000;
const HOUR = 3_600_000;
/** The schedule's first retry comes within this, by far. */
const SOON_MS = 20 * SECOND;

const inFuture = (ms: number): string => new Date(Date.now() + ms).toUTCString();

const nextAttemptMs = ({ next_attempt_at }: DeliveryRecord): number =>
  Date.parse(next_attempt_at ?? '');

describe('Retry-After', () => {
  let app: Postrider;

  beforeAll(async () => {
    app = await lab.postrider({
      databaseUrl: await lab.database(),
      env: { RETRY_SCHEDULE: '5,86400' },
    });
  });

  interface Asked {
    receiver: Receiver;
    tenant: Tenant;
    /** Of the delivery that was answered so. */
    first: DeliveryRecord;
    /** When the answer was given, and when it was found on record. */
    givenAtMs: number;
    seenAtMs: number;
  }

  /** A tenant whose endpoint has answered one event so; the next one it takes. */
  async function answered(status: number, retryAfter: () => string): Promise<Asked> {
    const receiver = await lab.receiver();
    let givenAtMs = 0;
    receiver.answer((response, request) => {
      givenAtMs = Date.now();
      const answer = reply(status, { 'retry-after': retryAfter() });
      if (typeof answer === 'function') answer(response, request);
    }, 200);
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const { id } = await publish(app, tenant);
    const first = await eventually(async () => {
      const delivery = await onlyDelivery(app, tenant.id, id);
      expect(delivery).toMatchObject({ status: 'pending', in_flight: false, attempt_count: 1 });
      return delivery;
    });
    return { receiver, tenant, first, givenAtMs, seenAtMs: Date.now() };
  }

  /** Resolves when all deliveries that were due at the call have had their turn: it waits for an event of another tenant. */
  async function dispatched(): Promise<void> {
    const receiver = await lab.receiver();
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    for (const count of [1, 2]) {
      await publish(app, tenant);
      await receiver.waitFor(count);
    }
  }

  it.each<[number, string, () => string, number, number]>([
    [429, 'a minute', () => '60', 60 * SECOND, 72 * SECOND],
    [503, 'a minute', () => '60', 60 * SECOND, 72 * SECOND],
    // A date is in whole seconds, so it may mean one less.
    [429, 'a moment', () => inFuture(60 * SECOND), 59 * SECOND, 72 * SECOND],
    [503, 'a moment', () => inFuture(60 * SECOND), 59 * SECOND, 72 * SECOND],
    [429, 'two days', () => '172800', 12 * HOUR, 14.4 * HOUR],
    [503, 'a week', () => inFuture(168 * HOUR), 12 * HOUR, 14.4 * HOUR],
  ])('with a %i holds the endpoint back: %s', async (status, _what, retryAfter, least, most) => {
    const asked = await answered(status, retryAfter);
    const { receiver, tenant, first, givenAtMs, seenAtMs } = asked;
    expect(nextAttemptMs(first)).toBeGreaterThanOrEqual(givenAtMs + least);
    expect(nextAttemptMs(first)).toBeLessThanOrEqual(seenAtMs + most);

    const others = await Promise.all([publish(app, tenant), publish(app, tenant)]);
    await dispatched();
    for (const { id } of others) {
      expect(await onlyDelivery(app, tenant.id, id)).toMatchObject({
        status: 'pending',
        reason: 'backing_off',
        in_flight: false,
        attempt_count: 0,
        next_attempt_at: first.next_attempt_at,
      });
    }
    expect(receiver.requests).toHaveLength(1);
  });

  it.each<[number, string]>([
    [429, '-1'],
    [429, 'NaN'],
    [429, '1e309'],
    [429, '0x3c'],
    [429, '60, 60'],
    [429, inFuture(-60 * SECOND)],
    [503, '-1'],
    [503, inFuture(-60 * SECOND)],
    [500, '60'],
    [404, '60'],
  ])('with a %i is ignored: %s', async (status, retryAfter) => {
    const { tenant, receiver, first, seenAtMs } = await answered(status, () => retryAfter);
    expect(nextAttemptMs(first)).toBeLessThan(seenAtMs + SOON_MS);
    const next = await publish(app, tenant);
    await eventually(async () => {
      expect(await onlyDelivery(app, tenant.id, next.id)).toMatchObject({ status: 'succeeded' });
    });
    expect(receiver.requests[1]?.headers['webhook-id']).toBe(next.id);
  });
});
