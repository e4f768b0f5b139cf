import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { DeliveryInputLoader } from '../../../src/delivery/request-planner.service.js';
import { DispatchModule } from '../../../src/delivery/index.js';
import { EventContents } from '../../../src/events/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import type { Claimed } from '../../../src/queue/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { giveSecret } from '../../support/give-secret.js';
import { testClaims } from '../../support/test-claims.js';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([PublishingModule, DispatchModule]);
});
afterAll(() => engine.close());

const claims = () => testClaims(engine.get(HotPool), 60_000);
const storedOf = ({ deliveries }: Claimed) => deliveries.flatMap(({ stored }) => stored ?? []);

/** Publishes an event to two endpoints of a new tenant. */
async function publishToTwo(): Promise<{ eventId: string; deliveryIds: string[] }> {
  const { id, endpointIds } = await engine.createTenant([{}, {}]);
  for (const endpointId of endpointIds) await giveSecret(engine, endpointId, id);
  const event = await engine.get(Publisher).publish({
    tenantRef: tenantRef(id),
    type: 'session.created',
    data: { session_id: 's1', external_ref: null, is_sandbox: false },
  });
  const eventId = parseId('event', event.id) ?? '';
  const rows = await engine.sql<{ id: string }>('SELECT id FROM deliveries WHERE event_id = $1', [
    eventId,
  ]);
  return { eventId, deliveryIds: rows.map((row) => row.id) };
}

describe('a claim answers with its events', () => {
  it('by name, each event once however many deliveries it has', async () => {
    const [one, other] = [await publishToTwo(), await publishToTwo()];
    const claimed = await claims().named([...one.deliveryIds, ...other.deliveryIds]);
    expect(claimed.deliveries).toHaveLength(4);
    const ids = [one.eventId, other.eventId];
    expect(storedOf(claimed).map(({ id }) => id)).toEqual(ids.toSorted());
    const contents = engine.get(EventContents);
    expect(await contents.openStored(storedOf(claimed))).toEqual(await contents.load(ids));
  });

  it('as due, and as quarantined', async () => {
    const { eventId, deliveryIds } = await publishToTwo();
    const [first] = deliveryIds;
    await engine.sql('UPDATE delivery_queue SET lost_leases = 5 WHERE delivery_id = $1', [first]);
    for (const claim of [() => claims().due(10), () => claims().quarantined()]) {
      expect(storedOf(await claim()).map(({ id }) => id)).toEqual([eventId]);
    }
  });

  it('without the content of one that was redacted, and not with one whose body has expired', async () => {
    const [redacted, expired] = [await publishToTwo(), await publishToTwo()];
    await engine.sql('DELETE FROM event_bodies WHERE event_id = ANY ($1)', [
      [redacted.eventId, expired.eventId],
    ]);
    await engine.sql('UPDATE events SET redacted_at = now() WHERE id = $1', [redacted.eventId]);
    const claimed = await claims().named([...redacted.deliveryIds, ...expired.deliveryIds]);
    expect(claimed.deliveries).toHaveLength(4);
    const events = await engine.get(EventContents).openStored(storedOf(claimed));
    expect([...events]).toEqual([[redacted.eventId, 'redacted']]);
  });
});

it('a claim does not answer with a large event, whose locks would wait for its way to the worker', async () => {
  const { eventId, deliveryIds } = await publishToTwo();
  await engine.sql(
    `UPDATE event_bodies SET sealed_data = decode(repeat('00', 8193), 'hex') WHERE event_id = $1`,
    [eventId],
  );
  const claimed = await claims().named(deliveryIds);
  expect(claimed.deliveries).toHaveLength(2);
  expect(storedOf(claimed)).toEqual([]);
});

describe('the inputs of claimed deliveries', () => {
  it('are what the claim answered, and are not kept with it', async () => {
    const { eventId, deliveryIds } = await publishToTwo();
    const { deliveries } = await claims().named(deliveryIds);
    await engine.sql('ALTER TABLE event_bodies RENAME TO event_bodies_elsewhere');
    const inputs = await engine.get(DeliveryInputLoader).load(deliveries);
    await engine.sql('ALTER TABLE event_bodies_elsewhere RENAME TO event_bodies');
    expect(inputs.events.get(eventId)).toMatchObject({ type: 'session.created', sequence: 1 });
    expect(storedOf({ deliveries } as Claimed)).toEqual([]);
  });

  it('are read where the claim began before the event was committed', async () => {
    const { eventId, deliveryIds } = await publishToTwo();
    const { deliveries } = await claims().named(deliveryIds);
    for (const delivery of deliveries) delete delivery.stored;
    const inputs = await engine.get(DeliveryInputLoader).load(deliveries);
    expect(inputs.events.get(eventId)).toMatchObject({ type: 'session.created', sequence: 1 });
  });
});
