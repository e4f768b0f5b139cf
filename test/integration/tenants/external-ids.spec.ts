import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInspectionApi } from '../records/inspection-api.js';
import type { InspectionApi } from '../records/inspection-api.js';

describe('an external_id that moves to another tenant', () => {
  let api: InspectionApi;

  beforeAll(async () => {
    api = await startInspectionApi();
  });
  afterAll(() => api.close());

  const move = (tenant: string, externalId: string | null) =>
    api.admin('PATCH', `/v1/tenants/${tenant}`, { external_id: externalId });

  /** Publishes for `ref` and returns the endpoints of `tenant` that get the event. */
  const receivers = async (ref: string, tenant: string): Promise<unknown[]> => {
    const event = await api.publish(ref);
    const { body } = await api.admin('GET', `/v1/tenants/${tenant}/events/${event}`);
    const deliveries = (body['deliveries'] ?? []) as Record<string, unknown>[];
    return deliveries.map((delivery) => delivery['endpoint_id']);
  };

  it('routes later publishes to the new tenant', async () => {
    const first = await api.createTenant({ external_id: 'x' });
    const ofFirst = await api.createEndpoint(first);
    expect(await receivers('x', first)).toEqual([ofFirst]);

    await move(first, 'y');
    await expect(api.publish('x')).rejects.toThrow('404');
    const second = await api.createTenant({ external_id: 'x' });
    const ofSecond = await api.createEndpoint(second);
    expect(await receivers('x', second)).toEqual([ofSecond]);
    expect(await receivers('y', first)).toEqual([ofFirst]);
  });

  it('may be exchanged between two tenants', async () => {
    const left = await api.createTenant({ external_id: 'left' });
    const right = await api.createTenant({ external_id: 'right' });
    const [ofLeft, ofRight] = [await api.createEndpoint(left), await api.createEndpoint(right)];
    expect(await receivers('left', left)).toEqual([ofLeft]);
    expect(await receivers('right', right)).toEqual([ofRight]);

    await move(left, null);
    await move(right, 'left');
    await move(left, 'right');
    expect(await receivers('left', right)).toEqual([ofRight]);
    expect(await receivers('right', left)).toEqual([ofLeft]);
  });
});
