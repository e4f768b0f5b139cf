import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { newUuid } from '../../../src/common/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { EventValidator } from '../../../src/publishing/event-validator.js';
import { BatchStore } from '../../../src/publishing/store/batch-store.service.js';
import { DirectClaims } from '../../../src/queue/index.js';
import type { PlannedDelivery } from '../../../src/queue/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([PublishingModule]);
});

afterAll(() => engine.close());

const session = (tenantId: string) => ({
  tenantRef: tenantRef(tenantId),
  type: 'session.created',
  data: { session_id: 's1', external_ref: null, is_sandbox: false },
});

describe('more publishes than there is room for', () => {
  it('are refused while the others wait, and what is stored is what was accepted', async () => {
    const publisher = engine.get(Publisher);
    const { id } = await engine.createTenant();
    await publisher.publish(session(id));
    const runner = engine.get(DataSource).createQueryRunner();
    await runner.startTransaction();
    await runner.query('LOCK TABLE events IN EXCLUSIVE MODE');
    const ends: string[] = [];
    let firstRefusal = (): void => undefined;
    const refused = new Promise<void>((resolve) => (firstRefusal = resolve));
    const publishes = Array.from({ length: 10_100 }, () =>
      publisher.publish(session(id)).then(
        () => ends.push('stored'),
        (error: { status: number }) => {
          ends.push(`refused ${error.status}`);
          firstRefusal();
        },
      ),
    );
    await refused;
    expect(ends).not.toContain('stored');
    await runner.rollbackTransaction();
    await runner.release();
    await Promise.all(publishes);
    const storedCount = ends.filter((end) => end === 'stored').length;
    expect(new Set(ends)).toEqual(new Set(['refused 503', 'stored']));
    expect(ends.length - storedCount).toBeGreaterThanOrEqual(100);
    const rows = await engine.sql('SELECT id FROM events WHERE tenant_id = $1', [id]);
    expect(rows).toHaveLength(1 + storedCount);
  }, 60_000);
});

describe('a plan whose version is not checked', () => {
  it('is stored with the states that its endpoints are in by then', async () => {
    const endpoints = [{ status: 'active' }, { status: 'paused' }, { status: 'disabled' }];
    const { id: tenantId, endpointIds } = await engine.createTenant(endpoints);
    const { event } = await engine.get(EventValidator).validate(session(tenantId));
    // As it was read before the first was resumed and the others were stopped.
    const deliveries = endpointIds.map((endpointId, index): PlannedDelivery => ({
      id: newUuid(),
      endpointId,
      format: 'envelope',
      waitMs: 0,
      ordered: false,
      recipient: null,
      ...(index === 0
        ? { status: 'held', reason: 'endpoint_paused' }
        : { status: 'pending', reason: 'queued' }),
    }));
    const tenant = { tenantId, fanoutVersion: null };
    const plan = { deliveries, unsent: [] };
    await engine
      .get(BatchStore)
      .insert([{ event, tenant, plan }], 'wait', engine.get(DirectClaims).reserve([]));
    expect(
      await engine.sql(
        `SELECT d.status, d.reason, q.delivery_id IS NOT NULL AS queued
         FROM deliveries d LEFT JOIN delivery_queue q ON q.delivery_id = d.id
         WHERE d.tenant_id = $1 ORDER BY array_position($2::uuid[], d.endpoint_id)`,
        [tenantId, endpointIds],
      ),
    ).toEqual([
      { status: 'pending', reason: 'queued', queued: true },
      { status: 'held', reason: 'endpoint_paused', queued: false },
      { status: 'held', reason: 'endpoint_disabled', queued: false },
    ]);
  });
});
