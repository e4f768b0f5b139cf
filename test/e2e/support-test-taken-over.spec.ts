import { describe, expect, it } from 'vitest';
import { createReceivingTenant, eventually, useLab } from '../support/app/index.js';
import { stall } from '../support/receiver.js';

const lab = useLab();
const SECRET = 'Bearer of-the-tenant';

/** Returns a custom header of the requests before the process was killed, and of the one after its takeover. */
async function sendTestAndKill(role: 'support' | 'tenant'): Promise<{
  sent: (string | undefined)[];
  retried: string | undefined;
}> {
  const databaseUrl = await lab.database();
  // The lease lasts for the sum of these two.
  const env = { DELIVERY_TIMEOUT_MS: '2000', LEASE_MARGIN_MS: '1000' };
  const first = await lab.postrider({ databaseUrl, env });
  const receiver = await lab.receiver();
  receiver.answer(stall());
  const { tenant, endpoint } = await createReceivingTenant(first, {
    url: receiver.url,
    headers: { Authorization: SECRET },
  });
  const { key: support } = await first.ok<{ key: string }>('POST', '/v1/api-keys', {
    role: 'support',
    name: 'support',
  });
  const path = `/v1/tenants/${tenant.id}`;
  const key = role === 'support' ? support : tenant.key;
  const asked = first.api('POST', `${path}/endpoints/${endpoint.id}/test`, {}, key);
  await receiver.waitFor(1);
  await Promise.all([first.kill9(), asked.catch(() => undefined)]);
  receiver.answer(200);
  const other = await lab.postrider({ databaseUrl, env });
  await receiver.waitFor(2);
  const list = `${path}/deliveries?endpoint_id=${endpoint.id}`;
  const delivery = await eventually(async () => {
    const { data } = await other.ok<{ data: { id: string; status: string }[] }>('GET', list);
    expect(data).toMatchObject([{ status: 'succeeded' }]);
    return data[0]?.id ?? '';
  });
  await other.ok('POST', `${path}/deliveries/${delivery}/retry`, undefined, support);
  await receiver.waitFor(3);
  const seen = receiver.requests.map(({ headers }) => headers['authorization'] as string);
  return { sent: seen.slice(0, 2), retried: seen[2] };
}

describe('a test whose process is killed before the answer', () => {
  it('carries no custom headers if support sent it, also when a worker takes it over', async () => {
    expect(await sendTestAndKill('support')).toEqual({
      sent: [undefined, undefined],
      retried: undefined,
    });
  });

  it('carries them if the tenant sent it', async () => {
    expect(await sendTestAndKill('tenant')).toEqual({ sent: [SECRET, SECRET], retried: SECRET });
  });
});
