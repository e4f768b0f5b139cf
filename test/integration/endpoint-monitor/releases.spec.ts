import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { EndpointMonitor, EndpointMonitorModule } from '../../../src/endpoint-monitor/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

describe('a release whose process died', () => {
  let engine: Engine;
  let watch: EndpointMonitor;

  beforeAll(async () => {
    engine = await startEngine([EndpointMonitorModule]);
    watch = engine.get(EndpointMonitor);
    watch.start();
  });
  afterAll(async () => {
    await watch.stop();
    await engine.close();
  });

  /** An endpoint that was resumed a minute ago, with one delivery that is still held. */
  async function leftBehind(choice: string): Promise<{ endpointId: string; deliveryId: string }> {
    const { id: tenantId, endpointIds } = await engine.createTenant([{}]);
    const [endpointId = ''] = endpointIds;
    const deliveryId = newUuid();
    await engine.sql(
      `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, reason, unhappy, max_attempts, created_at)
       VALUES ($1, $1, $2, $3, 'session.created', 'envelope', 'held', 'endpoint_disabled', true, 12, now())`,
      [deliveryId, tenantId, endpointId],
    );
    await engine.sql(
      `UPDATE endpoints SET releasing = $2, updated_at = now() - interval '1 minute' WHERE id = $1`,
      [endpointId, choice],
    );
    return { endpointId, deliveryId };
  }

  it.each([
    ['send', 'pending', 1],
    ['skip', 'skipped', 0],
  ] as const)('is finished by a worker: %s', async (choice, status, queued) => {
    const { endpointId, deliveryId } = await leftBehind(choice);
    await eventually(async () => {
      const rows = await engine.sql<object>('SELECT releasing FROM endpoints WHERE id = $1', [
        endpointId,
      ]);
      expect(rows).toEqual([{ releasing: null }]);
    });
    expect(
      await engine.sql<object>('SELECT status FROM deliveries WHERE id = $1', [deliveryId]),
    ).toEqual([{ status }]);
    expect(
      await engine.sql<object>('SELECT FROM delivery_queue WHERE delivery_id = $1', [deliveryId]),
    ).toHaveLength(queued);
  });
});
