import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { Deliverer, DispatchModule } from '../../../src/delivery/index.js';
import { Claims } from '../../../src/queue/claims.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { giveSecret } from '../../support/give-secret.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';

const LEASE_MS = 60_000;
const SLOTS = { quick: 10, slow: 10, slowNamed: 10, slowTotal: 80 };

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

it('a delivery whose lease is too short for an attempt is not sent, and goes out under the next lease', async () => {
  const { id, endpointIds } = await engine.createTenant([{ url: receiver.url }]);
  await giveSecret(engine, endpointIds[0] ?? '', id);
  const answer = await engine.get(Publisher).publish({
    tenantRef: tenantRef(id),
    type: 'session.created',
    data: { session_id: 's1', external_ref: null, is_sandbox: false },
  });
  const deliverer = engine.get(Deliverer);
  const deliver = async (attemptMs: number): Promise<void> => {
    const claims = new Claims(engine.get(HotPool), { ms: LEASE_MS, attemptMs });
    const { deliveries } = await claims.due(SLOTS);
    expect(deliveries).toHaveLength(1);
    await Promise.all(deliverer.deliver(deliveries));
  };
  const record = () =>
    engine.sql('SELECT status, reason FROM deliveries WHERE event_id = $1', [
      parseId('event', answer.id),
    ]);
  const attempts = () => engine.sql('SELECT FROM attempts');

  await deliver(LEASE_MS + 1);
  expect(receiver.requests).toHaveLength(0);
  expect(await attempts()).toEqual([]);
  expect(await record()).toEqual([{ status: 'pending', reason: 'retry_scheduled' }]);

  await deliver(0);
  expect(receiver.requests).toHaveLength(1);
  expect(await record()).toEqual([{ status: 'succeeded', reason: null }]);
});
