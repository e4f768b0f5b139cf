import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Pool } from 'pg';
import { parseId } from '../../../src/common/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startProduct } from './running-product.js';
import type { RunningProduct } from './running-product.js';

const HIT = { subject_id: 'sub_1', list: 'OFAC' };
const TYPE = 'kyc.watchlist.match_detected';
const CUSTOM = {
  type: 'acme.dismissal',
  description: 'A person was dismissed.',
  schema: { type: 'object', properties: { person_id: { type: 'string', 'x-id': true } } },
  example: { person_id: 'p1' },
};

interface OfferedType {
  type: string;
  confidential: boolean;
}

describe('a confidential type', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let product: RunningProduct;
  let receiver: Receiver;
  let sql: Pool;
  let tenant: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    [product, receiver] = await Promise.all([
      startProduct({ databaseUrl: database.url }),
      startReceiver(),
    ]);
    sql = new Pool({ connectionString: database.url, max: 1 });
  });
  afterAll(async () => {
    await sql.end();
    await product.close();
    await receiver.close();
    await database.drop();
  });

  /** What an endpoint with these settings gets of an event. */
  async function received(fields: object, type = TYPE, data: object = HIT): Promise<unknown> {
    ({ id: tenant } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' }));
    const { older, ...settings } = { older: false, ...fields };
    const path = `/v1/tenants/${tenant}/endpoints`;
    const body = { url: receiver.url, ...settings };
    const { id } = await product.ok<{ id: string }>('POST', path, body);
    if (older) {
      const change = 'UPDATE endpoints SET thin_confidential = false WHERE id = $1';
      await sql.query(change, [parseId('endpoint', id)]);
    }
    const count = receiver.requests.length;
    await product.ok('POST', '/v1/events', { tenant_id: tenant, type, data });
    const request = (await receiver.waitFor(count + 1)).at(-1);
    return (JSON.parse(String(request?.body)) as { data: unknown }).data;
  }

  it('comes whole to endpoints that name it, and as ids to others', async () => {
    expect(await received({})).toEqual({ subject_id: 'sub_1' });
    expect(await received({ event_types: ['kyc.watchlist.*'] })).toEqual({ subject_id: 'sub_1' });
    expect(await received({ event_types: [TYPE] })).toEqual(HIT);
    expect(await received({ event_types: [TYPE], payload: 'thin' })).toEqual({
      subject_id: 'sub_1',
    });
  });

  it('comes whole, as before, to endpoints that are older than the rule', async () => {
    expect(await received({ older: true })).toEqual(HIT);
  });

  it('is marked in the catalogue: screening and monitoring, and nothing else', async () => {
    const { data } = await product.ok<{ data: OfferedType[] }>('GET', '/v1/event-types');
    const marked = data.filter(({ confidential }) => confidential).map(({ type }) => type);
    expect(marked.toSorted()).toEqual([
      'check.completed',
      'check.matched',
      'check.monitoring.clear',
      'check.monitoring.new_hits',
      'kyc.watchlist.match_detected',
      'kyc.watchlist.status_changed',
      'verification.bankruptcyResult.created',
      'verification.criminalCheckResult.confirmed',
      'verification.criminalCheckResult.created',
      'verification.criminalCheckResult.resultDocumentUrl.read',
      'verification.criminalCheckResult.updated',
      'verification.sanction.created',
    ]);
  });

  it('can be registered, and stays confidential until that is taken back', async () => {
    const register = async (more: object): Promise<boolean> => {
      const body = { ...CUSTOM, ...more };
      return (await product.ok<OfferedType>('POST', '/v1/event-types', body)).confidential;
    };
    expect(await register({})).toBe(false);
    expect(await register({ confidential: true })).toBe(true);
    expect(await register({ description: 'Changed.' })).toBe(true);
    const data = { person_id: 'p1', cause: 'theft' };
    expect(await received({}, CUSTOM.type, data)).toEqual({ person_id: 'p1' });
    expect(await register({ confidential: false })).toBe(false);
    expect(await received({}, CUSTOM.type, data)).toEqual(data);
    const { status } = await product.call('POST', '/v1/event-types', {
      ...CUSTOM,
      confidential: 'yes',
    });
    expect(status).toBe(422);
  });
});
