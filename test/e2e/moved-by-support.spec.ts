import { beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEndpoint,
  createReceivingTenant,
  expectDelivery,
  onlyDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { Endpoint, Postrider, Tenant } from '../support/app/index.js';
import type { Receiver } from '../support/receiver.js';

const lab = useLab();
const SECRET = 'Bearer of-the-tenant';

describe('a tenant whose endpoint support has moved to a host of its own', () => {
  let app: Postrider;
  let support: string;
  let home: Receiver;
  let away: Receiver;
  let tenant: Tenant;
  let endpoint: Endpoint;
  let path: string;

  beforeAll(async () => {
    app = await lab.postrider({ databaseUrl: await lab.database() });
    const made = await app.ok<{ key: string }>('POST', '/v1/api-keys', {
      role: 'support',
      name: 'support',
    });
    support = made.key;
    [home, away] = [await lab.receiver(), await lab.receiver()];
    const options = { url: home.url, headers: { Authorization: SECRET } };
    ({ tenant, endpoint } = await createReceivingTenant(app, options));
    path = `/v1/tenants/${tenant.id}`;
  });

  it('sends the tenant’s custom headers nowhere, and no delivery before the tenant resumes it', async () => {
    const before = await publish(app, tenant);
    await expectDelivery(app, tenant, before.id, { status: 'succeeded' });
    await app.ok('POST', `${path}/endpoints/${endpoint.id}/test`, {}, support);
    await app.ok('POST', `${path}/endpoints/${endpoint.id}/test`, {}, tenant.key);
    const sent = home.requests.map(({ headers }) => headers['authorization']);
    expect(sent, 'a delivery, a test by support, a test by the tenant').toEqual([
      SECRET,
      undefined,
      SECRET,
    ]);

    const move = { url: away.url, reason: 'ticket 7' };
    await app.ok('PATCH', `${path}/endpoints/${endpoint.id}`, move, support);
    await app.ok('POST', `${path}/endpoints/${endpoint.id}/test`, {}, support);
    expect(away.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined]);

    const held = await publish(app, tenant);
    const waiting = { status: 'held', reason: 'endpoint_paused', attempt_count: 0 };
    await expectDelivery(app, tenant, held.id, waiting);
    const { id: deliveryId } = await onlyDelivery(app, tenant.id, held.id);
    const replay = { since: new Date(Date.now() - 60_000).toISOString(), status: 'all' };
    for (const key of [support, tenant.key]) {
      for (const [route, body] of [
        [`/deliveries/${deliveryId}/retry`, undefined],
        [`/endpoints/${endpoint.id}/replay`, replay],
      ] as const) {
        const refused = await app.api('POST', `${path}${route}`, body, key);
        expect(refused).toMatchObject({ status: 409, body: { code: 'pending_confirmation' } });
      }
    }
    await expectDelivery(app, tenant, held.id, waiting);
    expect(away.requests).toHaveLength(1);

    await actOnEndpoint(app, tenant, endpoint.id, 'resume', { held: 'send' });
    await expectDelivery(app, tenant, held.id, { status: 'succeeded' });
    expect(away.requests.map(({ headers }) => headers['authorization'])).toEqual([
      undefined,
      undefined,
    ]);
  });
});
