import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger, newUuid, publicId } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { EndpointMonitorModule } from '../../../src/endpoint-monitor/index.js';
import { NoticePublisher } from '../../../src/endpoint-monitor/notice-publisher.js';
import { Publisher } from '../../../src/publishing/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

describe('what was noted about endpoints', () => {
  let engine: Engine;
  let publishers: NoticePublisher[];

  beforeAll(async () => {
    engine = await startEngine([EndpointMonitorModule]);
    const logger = createLogger(loadSettings({ LOG_LEVEL: 'silent' }, '.'));
    publishers = [1, 2, 3].map(
      () => new NoticePublisher(engine.get(DataSource), engine.get(Publisher), logger),
    );
  });
  afterAll(() => engine.close());

  const note = async (tenantId: string, endpointId: string, change: string): Promise<void> => {
    const data = {
      endpoint_id: publicId('endpoint', endpointId),
      url_host: 'example.com',
      status: 'active',
      change,
      former_url_host: null,
      changed_by: 'tenant',
      change_reason: null,
      updated_at: new Date().toISOString(),
    };
    await engine.sql(
      `INSERT INTO endpoint_notices (id, tenant_id, endpoint_id, type, data) VALUES ($1, $2, $3, 'endpoint.updated', $4)`,
      [newUuid(), tenantId, endpointId, data],
    );
  };

  /** Runs each publisher until it reports that no notice is left for it. */
  const drain = (): Promise<void[]> =>
    Promise.all(
      publishers.map(async (publisher) => {
        while (await publisher.run());
      }),
    );

  const left = (): Promise<object[]> => engine.sql('SELECT FROM endpoint_notices');

  it('is published once, however many processes are at it', async () => {
    const { id: tenantId, endpointIds } = await engine.createTenant([{}]);
    for (let nth = 0; nth < 30; nth += 1) await note(tenantId, endpointIds[0] ?? '', 'url');
    while ((await left()).length > 0) await drain();
    const events = await engine.sql('SELECT FROM events WHERE tenant_id = $1', [tenantId]);
    expect(events).toHaveLength(30);
  });

  it('and will never do, or has no tenant any more, is no obstacle to the rest', async () => {
    const gone = await engine.createTenant([{}]);
    await note(gone.id, gone.endpointIds[0] ?? '', 'url');
    await engine.sql('UPDATE tenants SET deleted_at = now() WHERE id = $1', [gone.id]);
    const { id: tenantId, endpointIds } = await engine.createTenant([{}]);
    await note(tenantId, endpointIds[0] ?? '', 'nonsense');
    await note(tenantId, endpointIds[0] ?? '', 'url');
    while ((await left()).length > 0) await drain();
    const events = await engine.sql('SELECT FROM events WHERE tenant_id = $1', [tenantId]);
    expect(events).toHaveLength(1);
  });
});
