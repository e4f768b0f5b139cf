import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { HotPool } from '../../../src/database/index.js';
import { Dispatcher, DispatchModule } from '../../../src/delivery/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { AttemptRecorder } from '../../../src/queue/index.js';
import type { AttemptEntry, ClaimedDelivery } from '../../../src/queue/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { EndpointColumns, Engine } from '../../support/engine.js';
import { giveSecret } from '../../support/give-secret.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { testClaims } from '../../support/test-claims.js';
import { successesOf } from './attempt-entry.js';

let engine: Engine;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  engine = await startEngine([PublishingModule, DispatchModule]);
});

afterAll(async () => {
  await engine.close();
  await receiver.close();
});

const claims = () => testClaims(engine.get(HotPool), 60_000);

/** Publishes events of a subject to an endpoint that has answered before; returns the deliveries (UUIDs). */
async function publish(
  count: number,
  columns: EndpointColumns = {},
): Promise<{ endpointId: string; deliveryIds: string[] }> {
  const { id, endpointIds } = await engine.createTenant([columns]);
  const [endpointId = ''] = endpointIds;
  await giveSecret(engine, endpointId, id);
  await engine.sql(
    'INSERT INTO endpoint_health (endpoint_id, last_success_at) VALUES ($1, now())',
    [endpointId],
  );
  for (let made = 0; made < count; made += 1) {
    await engine.get(Publisher).publish({
      tenantRef: tenantRef(id),
      type: 'session.created',
      data: { session_id: 's1', external_ref: null, is_sandbox: false },
    });
  }
  const rows = await engine.sql<{ id: string }>(
    'SELECT delivery_id AS id FROM delivery_queue WHERE endpoint_id = $1 ORDER BY event_id',
    [endpointId],
  );
  return { endpointId, deliveryIds: rows.map((row) => row.id) };
}

function successOf(claim: ClaimedDelivery | undefined): AttemptEntry {
  const [entry] = claim ? successesOf([claim], 5) : [];
  if (!entry) throw new Error('nothing was claimed');
  return entry;
}

describe('the short record of a claimed delivery', () => {
  it('settles it as the full one does', async () => {
    const { deliveryIds } = await publish(2);
    const { deliveries } = await claims().named(deliveryIds);
    const entries = deliveries.map(successOf);
    expect(entries.map(({ isRoutine, isAwaited }) => ({ isRoutine, isAwaited }))).toEqual([
      { isRoutine: true, isAwaited: false },
      { isRoutine: true, isAwaited: false },
    ]);
    const recorder = engine.get(AttemptRecorder);
    const [short, full] = await Promise.all(
      entries.map((entry, index) => recorder.record({ ...entry, isRoutine: index === 0 })),
    );
    expect([short, full]).toEqual([true, true]);
    const [one, other] = await engine.sql(
      `SELECT d.status, d.reason, d.attempt_count, d.last_code, d.step, d.unhappy, d.settled_at IS NOT NULL AS settled,
         a.number, a.trigger, a.response_status, a.error_class,
         EXISTS (SELECT FROM delivery_queue q WHERE q.delivery_id = d.id) AS queued
       FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.id = ANY ($1)`,
      [deliveryIds],
    );
    expect(one).toMatchObject({ status: 'succeeded', number: 1, queued: false });
    expect(other).toEqual(one);
  });

  it.each([
    ['at an endpoint that has failed', 'window_failures = 1'],
    ['at an endpoint that fails', 'failing_since = now()'],
    ['as the probe of a breaker', "trips = 1, open_until = now() - interval '1 second'"],
    ['after a strike', 'strikes = 1'],
    ['at an endpoint that never answered', 'last_success_at = NULL'],
  ])('is not for one %s', async (_case, change) => {
    const { endpointId, deliveryIds } = await publish(1);
    await engine.sql(`UPDATE endpoint_health SET ${change} WHERE endpoint_id = $1`, [endpointId]);
    const { deliveries } = await claims().due(10);
    expect(deliveries.map(({ delivery_id: id }) => id)).toEqual(deliveryIds);
    expect(successOf(deliveries[0]).isRoutine).toBe(false);
  });

  it('is not for one that others of its subject wait for', async () => {
    const { deliveryIds } = await publish(2, { ordered: true });
    const { deliveries } = await claims().named(deliveryIds);
    expect(deliveries).toHaveLength(1);
    expect(successOf(deliveries[0]).isRoutine).toBe(false);
  });

  it.each([
    'attempts = 1',
    'step = 1',
    `trigger = 'manual', resume_at = due_at`,
    `trigger = 'replay'`,
  ])('is not for one with %s', async (change) => {
    const { deliveryIds } = await publish(1);
    await engine.sql(`UPDATE delivery_queue SET ${change} WHERE delivery_id = $1`, deliveryIds);
    const { deliveries } = await claims().due(10);
    expect(successOf(deliveries[0]).isRoutine).toBe(false);
  });
});

describe('records that share a statement', () => {
  afterEach(() => vi.useRealTimers());

  it('do not wait for others while deliveries wait for their room', async () => {
    const { deliveryIds } = await publish(3, { max_in_flight: 2 });
    const recorder = engine.get(AttemptRecorder);
    const { deliveries } = await claims().named(deliveryIds);
    const [first, second] = deliveries.map(successOf);
    if (!first || !second) throw new Error('two were not claimed');
    // No time passes, so that a record that waits for others waits for ever.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    expect(first.isAwaited).toBe(true);
    expect(await recorder.record(first)).toBe(true);
    const resting = recorder.record({ ...second, isAwaited: false });
    await nextTurn();
    recorder.hurry();
    expect(await resting).toBe(true);
  });

  it('are written when a claim finds no room', async () => {
    const hurry = vi.spyOn(engine.get(AttemptRecorder), 'hurry');
    await publish(3, { max_in_flight: 1, url: receiver.url });
    const dispatcher = engine.get(Dispatcher);
    await dispatcher.start();
    await eventually(() => expect(receiver.requests).toHaveLength(3));
    await dispatcher.stop();
    expect(hurry).toHaveBeenCalled();
  });
});
