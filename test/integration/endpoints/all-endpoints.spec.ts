import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { Metrics } from '../../../src/metrics/index.js';
import { DatabaseGauges } from '../../../src/operations/database-gauges.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';

let api: InspectionApi;
let support: Call;
const known: Record<'active' | 'paused' | 'disabled' | 'failing', string> = {
  active: '',
  paused: '',
  disabled: '',
  failing: '',
};

beforeAll(async () => {
  api = await startInspectionApi();
  support = await api.createKey('support');
  for (const name of Object.keys(known) as (keyof typeof known)[]) {
    const tenant = await api.createTenant({ name });
    known[name] = await api.createEndpoint(tenant);
    if (name === 'paused') {
      await api.admin('POST', `/v1/tenants/${tenant}/endpoints/${known.paused}/pause`);
    }
    if (name === 'failing') {
      const event = await api.publish(tenant);
      const [delivery = ''] = await api.deliveriesOf(tenant, event);
      await api.attempt(delivery, 500);
    }
  }
  // As a 410 leaves it.
  await api.sql.query(
    `UPDATE endpoints SET status = 'disabled', disabled_reason = 'receiver_gone' WHERE id = $1`,
    [parseId('endpoint', known.disabled)],
  );
  const gone = await api.createTenant();
  await api.createEndpoint(gone);
  await api.admin('DELETE', `/v1/tenants/${gone}?now=true`);
});
afterAll(() => api.close());

const list = async (query: string): Promise<string[]> => {
  const { body } = await support('GET', `/v1/endpoints?${query}`);
  return (body['data'] as { id: string }[]).map(({ id }) => id);
};

it('support lists the endpoints of all tenants by status, reason and failing', async () => {
  const { active, paused, disabled, failing } = known;
  expect(await list('')).toEqual([failing, disabled, paused, active]);
  expect(await list('status=disabled')).toEqual([disabled]);
  expect(await list('status=paused')).toEqual([paused]);
  expect(await list('reason=receiver_gone')).toEqual([disabled]);
  expect(await list('failing=true')).toEqual([failing]);
  expect(await list('failing=false&status=active')).toEqual([active]);
  const { body } = await support('GET', '/v1/endpoints?limit=3');
  expect(await list(`limit=3&cursor=${String(body['next_cursor'])}`)).toEqual([active]);
  expect((await support('GET', '/v1/endpoints?status=gone')).status).toBe(422);
});

it('other keys do not', async () => {
  const tenant = await api.createTenant();
  for (const role of ['tenant', 'viewer']) {
    const key = await api.createKey(role, tenant);
    expect((await key('GET', '/v1/endpoints')).status).toBe(403);
  }
});

it('the metrics count those that are disabled and those that fail', async () => {
  const metrics = new Metrics();
  new DatabaseGauges(metrics, api.app.get(HotPool, { strict: false })).onModuleInit();
  const text = await metrics.registry.metrics();
  expect(text).toMatch(/^postrider_endpoints_disabled 1$/m);
  expect(text).toMatch(/^postrider_endpoints_failing 1$/m);
});
