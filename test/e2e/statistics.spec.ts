import { expect, it } from 'vitest';
import { createReceivingTenant, eventually, publish, useLab } from '../support/app/index.js';

const lab = useLab();
const EVENTS = 20;
const AHEAD_SECONDS = 90;
/** What the statistics promise, and the time of a loaded machine. */
const COUNTED_WITHIN_MS = 90_000;

it('counts what a running process delivers within a minute, and shows the clock of the receiver', async () => {
  const app = await lab.postrider({ databaseUrl: await lab.database() });
  const receiver = await lab.receiver();
  receiver.answer((response) => {
    const date = new Date(Date.now() + AHEAD_SECONDS * 1_000).toUTCString();
    response.writeHead(200, { date }).end();
  });
  const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
  for (let place = 0; place < EVENTS; place += 1) await publish(app, tenant);
  await receiver.waitFor(EVENTS);
  await eventually(async () => {
    const { data } = await app.ok<{ data: object[] }>(
      'GET',
      `/v1/tenants/${tenant.id}/stats?environment=all`,
    );
    expect(data[0]).toMatchObject({
      events: EVENTS,
      deliveries: EVENTS,
      attempts: EVENTS,
      succeeded: EVENTS,
      first_try_rate: 1,
      success_rate: 1,
      oldest_undelivered_seconds: null,
    });
  }, COUNTED_WITHIN_MS);
  await eventually(async () => {
    const { clock_skew_seconds: skew } = await app.ok<{ clock_skew_seconds: number | null }>(
      'GET',
      `/v1/tenants/${tenant.id}/endpoints/${endpoint.id}`,
    );
    expect(Math.abs(Number(skew) - AHEAD_SECONDS)).toBeLessThanOrEqual(5);
  }, COUNTED_WITHIN_MS);
}, 240_000);
