import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { Dispatcher, DispatchModule } from '../../../src/delivery/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { giveSecret } from '../../support/give-secret.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';

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

describe('an event that cannot be read any more', () => {
  it('is set aside without an attempt, and holds up no other of its claim', async () => {
    const { id, endpointIds } = await engine.createTenant([{ url: receiver.url }]);
    await giveSecret(engine, endpointIds[0] ?? '', id);
    const answers = await Promise.all(
      ['s1', 's2', 's3'].map((sessionId) =>
        engine.get(Publisher).publish({
          tenantRef: tenantRef(id),
          type: 'session.created',
          data: { session_id: sessionId, external_ref: null, is_sandbox: false },
        }),
      ),
    );
    const [damaged, ...others] = answers.map((answer) => parseId('event', answer.id));
    await engine.sql(
      `UPDATE event_bodies SET sealed_data = overlay(sealed_data PLACING '\\x00000000' FROM 40) WHERE event_id = $1`,
      [damaged],
    );
    const dispatcher = engine.get(Dispatcher);
    await dispatcher.start();
    const deliveries = () =>
      engine.sql(
        `SELECT event_id, status, reason, attempt_count FROM deliveries WHERE tenant_id = $1 ORDER BY event_id`,
        [id],
      );
    await eventually(async () =>
      expect(await deliveries()).toEqual([
        { event_id: damaged, status: 'failed', reason: 'poison', attempt_count: 0 },
        ...others.map((event_id) => ({
          event_id,
          status: 'succeeded',
          reason: null,
          attempt_count: 1,
        })),
      ]),
    );
    await dispatcher.stop();
    expect(receiver.requests).toHaveLength(2);
  });
});
