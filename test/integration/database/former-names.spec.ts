import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../../src/common/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

/* Columns and functions of which the former build knows the former names only; see sql/next-release.md. */

const PAIRS = [
  ['told_failing_since', 'notified_failing_since'],
  ['failing_told_at', 'failing_notified_at'],
  ['soon_told_at', 'disabling_soon_notified_at'],
  ['last_told_at', 'last_notified_at'],
  ['quiet_until', 'next_check_at'],
] as const;

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function healthRow(): Promise<{ set: (changes: string) => Promise<object> }> {
  const id = newUuid();
  await client.query('INSERT INTO endpoint_health (endpoint_id) VALUES ($1)', [id]);
  return {
    set: async (changes) => {
      const { rows } = await client.query<object>(
        `UPDATE endpoint_health SET ${changes} WHERE endpoint_id = $1 RETURNING *`,
        [id],
      );
      return rows[0] ?? {};
    },
  };
}

describe.each(PAIRS)('endpoint_health.%s', (former, present) => {
  it(`is ${present}, whichever of them a worker writes`, async () => {
    const row = await healthRow();
    const first = new Date('2026-01-01T00:00:00Z');
    const second = new Date('2026-01-02T00:00:00Z');
    const both = (value: Date | null) => ({ [former]: value, [present]: value });
    expect(await row.set(`${former} = '${first.toISOString()}'`)).toMatchObject(both(first));
    expect(await row.set(`${present} = '${second.toISOString()}'`)).toMatchObject(both(second));
    expect(await row.set('strikes = 1')).toMatchObject(both(second));
    expect(await row.set(`${former} = NULL`)).toMatchObject(both(null));
    expect(await row.set(`${present} = '${first.toISOString()}'`)).toMatchObject(both(first));
    expect(await row.set(`${present} = NULL`)).toMatchObject(both(null));
  });
});

describe('the functions of the former claim', () => {
  it('take what is quarantined, and charge its endpoint', async () => {
    const [tenant, endpoint, delivery] = [newUuid(), newUuid(), newUuid()];
    await client.query(`INSERT INTO tenants (id, name) VALUES ($1, 'Acme')`, [tenant]);
    await client.query(
      `INSERT INTO endpoints (id, tenant_id, url, signing, rate_limit_per_second)
       VALUES ($1, $2, 'https://example.com/', '[]', 1)`,
      [endpoint, tenant],
    );
    await client.query(
      `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, lost_leases)
       VALUES ($1, $1, $2, $3, now(), 5)`,
      [delivery, endpoint, tenant],
    );
    const row = async (text: string, values: unknown[] = []) =>
      (await client.query<object>(text, values)).rows[0];
    const moment = `now(), interval '60 s'`;
    expect(await row(`SELECT * FROM room_at_endpoints(ARRAY[$1::uuid], ${moment})`, [endpoint]))
      // pg gives a bigint as text
      .toMatchObject({ room: '50', rate: 0.85, tokens: 1 });
    expect(await row(`SELECT * FROM due_suspect(${moment})`)).toEqual({
      delivery_id: delivery,
      endpoint_id: endpoint,
      rate: 0.85,
      tokens: 1,
    });
    await client.query(`SELECT charge_pace(ARRAY[$1::uuid], '{0}', now())`, [endpoint]);
    expect(await row('SELECT tokens FROM endpoint_pace')).toEqual({ tokens: 0 });
    await client.query('TRUNCATE endpoint_pace');
    const claim = `SELECT * FROM claim_suspect_delivery($1, interval '60 s', ARRAY[$2::uuid])`;
    expect(await row(claim, [newUuid(), newUuid()])).toMatchObject({ delivery_id: delivery });
    expect(await row(claim, [newUuid(), newUuid()])).toBeUndefined();
    await client.query('UPDATE delivery_queue SET leased_until = NULL');
    const picked = `SELECT * FROM claim_picked($1, interval '60 s', ARRAY[$2::uuid], ARRAY[$3::uuid], NULL)`;
    expect(await row(picked, [newUuid(), newUuid(), delivery])).toMatchObject({ fence: 2 });
  });
});
