import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstUuidAt, parseId, publicId } from '../../../src/common/index.js';
import { startInspectionApi } from './inspection-api.js';
import type { InspectionApi } from './inspection-api.js';

const MINUTE = 60_000;
const AGES = [5, 5 * 60, 24 * 60, 40 * 24 * 60, 3 * 365 * 24 * 60].map(
  (minutes) => minutes * MINUTE,
);

describe('events of all times that hold an id', () => {
  let api: InspectionApi;
  let tenant: string;
  /** Newest first. */
  const events: string[] = [];

  beforeAll(async () => {
    api = await startInspectionApi();
    tenant = await api.createTenant();
    const newest = await api.publish(tenant, { external_ref: 'user_1' });
    events.push(newest);
    for (const age of AGES) {
      const old = firstUuidAt(Date.now() - age);
      events.push(publicId('event', old));
      await api.sql.query(
        `INSERT INTO events (id, tenant_id, type, created_at, sequence, is_sandbox)
         SELECT $1, tenant_id, type, now(), 1, false FROM events WHERE id = $2`,
        [old, parseId('event', newest)],
      );
      await api.sql.query(
        'INSERT INTO event_refs (hash, event_id) SELECT hash, $1 FROM event_refs WHERE event_id = $2',
        [old, parseId('event', newest)],
      );
    }
    await api.publish(tenant, { external_ref: 'user_2' });
  });
  afterAll(() => api.close());

  const page = async (query: string) => {
    const { body } = await api.admin('GET', `/v1/tenants/${tenant}/events?ref=user_1${query}`);
    const data = body['data'] as { id: string }[];
    return { ids: data.map(({ id }) => id), cursor: body['next_cursor'] as string | null };
  };

  it('are listed newest first, each once', async () => {
    expect(await page('')).toEqual({ ids: events, cursor: null });
  });

  it('are paged', async () => {
    const first = await page('&limit=4');
    expect(first.ids).toEqual(events.slice(0, 4));
    expect(await page(`&limit=4&cursor=${first.cursor}`)).toEqual({
      ids: events.slice(4),
      cursor: null,
    });
  });

  it('are found by the search', async () => {
    const { body } = await api.admin('GET', '/v1/search?q=user_1');
    expect((body['data'] as { id: string }[]).map(({ id }) => id)).toEqual(events);
  });
});
