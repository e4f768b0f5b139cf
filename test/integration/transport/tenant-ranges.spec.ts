import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid, parseId } from '../../../src/common/index.js';
import { createSender, exemptRanges } from '../../../src/transport/index.js';
import type { Sender } from '../../../src/transport/index.js';
import { callApi } from '../../support/app/call-api.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { adminQuery } from '../../support/services/admin-query.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';
import { requestTo } from './outgoing-request.js';

describe('a private range of one tenant', () => {
  let receiver: Receiver;
  let sender: Sender;
  const tenantId = newUuid();
  beforeAll(async () => {
    receiver = await startReceiver();
    const own = `127.0.0.0/8@ten_${tenantId.replaceAll('-', '')}`;
    sender = createSender(exemptRanges(['10.0.0.0/8', own]));
  });
  afterAll(async () => {
    await sender.close();
    await receiver.close();
  });

  it('is open to it alone, at connect, also while its connection is idle', async () => {
    const send = (tenant: string) => sender.send({ ...requestTo(receiver.url), tenantId: tenant });
    expect((await send(tenantId)).error).toBeNull();
    const other = await send(newUuid());
    expect(other.error).toMatchObject({ class: 'blocked_address' });
    expect((await send(tenantId)).error).toBeNull();
    expect(receiver.requests).toHaveLength(2);
    expect(receiver.connections).toBe(1);
  });
});

describe('a private range of one tenant, in the API', () => {
  let product: RunningProduct;
  let own: string;
  let other: string;
  const URL = 'http://127.0.0.1:65533/hook';
  beforeAll(async () => {
    // The id is known before the setting, as it is to an operator.
    own = `ten_${'1'.repeat(32)}`;
    product = await startProduct({ allowedPrivateCidrs: [`127.0.0.0/8@${own}`] });
    const { id } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Other' });
    other = id;
    await adminQuery(
      product.databaseUrl,
      `INSERT INTO tenants (id, name) VALUES ('${parseId('tenant', own) ?? ''}', 'Own')`,
    );
  });
  afterAll(() => product.close());

  const ways = (tenant: string, url: string): [method: string, path: string, body: object][] => {
    const base = `/v1/tenants/${tenant}`;
    return [
      ['POST', `${base}/endpoints`, { url }],
      ['POST', `${base}/endpoints`, { url, channel: 'slack' }],
      ['PATCH', `${base}/settings`, { webhook_url: url }],
      ['PATCH', `${base}/settings`, { slack_webhook_url: url }],
    ];
  };
  const statusOf = async ([method, path, body]: [string, string, object]): Promise<number> =>
    (await callApi(product.url, method, path, body, product.adminKey)).status;

  it('is taken where a URL is saved or checked, for webhooks and Slack, and refused for others', async () => {
    const check = (tenant: string) =>
      product.ok('POST', `/v1/tenants/${tenant}/endpoints/check`, { url: URL });
    expect(await check(own)).toMatchObject({ allowed: true });
    expect(await check(other)).toMatchObject({ allowed: false, code: 'blocked_address' });
    for (const way of ways(own, URL)) {
      expect([way[1], [200, 201].includes(await statusOf(way))]).toEqual([way[1], true]);
    }
    for (const way of ways(other, URL)) expect(await statusOf(way)).toBe(422);
  });
});
