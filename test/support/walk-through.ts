import { expect } from 'vitest';
import {
  createReceivingTenant,
  eventually,
  expectDelivery,
  publish,
  type Postrider,
} from './app/index.js';
import type { Receiver } from './receiver.js';
import { openStream } from './stream-client.js';

/**
 * What a tenant does in a day, at one process and seen at another: publishes, gets the webhook, reads
 * the record, lists it, hears of it on the stream, and has it sent again. Gives how often a webhook came: twice for each of five events.
 */
export async function walkThrough(
  app: Postrider,
  receiver: Receiver,
  other: Postrider = app,
): Promise<number> {
  const before = receiver.requests.length;
  const { tenant, endpoint } = await createReceivingTenant(app, {
    url: receiver.url,
    event_types: ['session.*', 'check.*'],
  });
  const stream = await openStream(other.url, tenant.id, tenant.key, { format: 'envelope' });
  await stream.control('ready');
  const published = await Promise.all(Array.from({ length: 5 }, () => publish(app, tenant)));
  const ids = published.map(({ id }) => id).toSorted();
  for (const id of ids) {
    const delivery = await expectDelivery(other, tenant, id, { status: 'succeeded' });
    expect(Date.parse(delivery.attempts[0]?.started_at ?? '')).toBeGreaterThan(0);
  }
  await eventually(() => expect(stream.events()).toHaveLength(ids.length));
  stream.socket.close();
  const path = `/v1/tenants/${tenant.id}`;
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const { data } = await other.ok<{ data: { id: string }[] }>(
    'GET',
    `${path}/events?since=${since}`,
    undefined,
    tenant.key,
  );
  expect(data.map(({ id }) => id).toSorted()).toEqual(ids);
  const replay = await app.ok<{ matched: number }>(
    'POST',
    `${path}/endpoints/${endpoint.id}/replay`,
    { since, status: 'all' },
    tenant.key,
  );
  expect(replay.matched).toBe(ids.length);
  const received = (): number => receiver.requests.length - before;
  await eventually(() => expect(received()).toBe(2 * ids.length));
  return received();
}
