import { Client } from 'pg';
import { asSystem, systemClock } from '../../src/common/index.js';
import { HotPool, KeyRing, sealBytes, Vault } from '../../src/database/index.js';
import type { DataKey } from '../../src/database/index.js';
import { sealEvent } from '../../src/events/event-contents.js';
import { rejectedBodyOf } from '../../src/publishing/rejections/rejection-writer.js';
import { exchangeOf, packExchange } from '../../src/queue/record-attempts/attempt-columns.js';
import { sampleData } from '../bench/sample-event.js';

/** Newest records of each tenant that are sealed. */
const OF_EACH_TENANT = 600;

interface Wanted {
  url: string;
  masterKey: Buffer;
  /** Tenants (UUIDs). */
  tenants: readonly string[];
  /** Also those before this id (UUID). */
  before: string;
}

/**
 * Seals events and exchanges of the history as the product does: the newest ones of the tenants, and those of the first
 * tenant before an id; and the newest refused publish. Pages open no others.
 */
export async function sealRecords({ url, masterKey, tenants, before }: Wanted): Promise<void> {
  const pool = new HotPool({ url });
  const sql = new Client({ connectionString: url });
  await sql.connect();
  try {
    const encryptionKeys = [{ id: 'scale', key: masterKey }];
    const vault = new Vault(pool, KeyRing.of({ encryptionKeys }), systemClock);
    await asSystem(() => vault.init());
    const pieces = tenants.map((tenant) => ({
      tenant,
      end: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    }));
    for (const { tenant, end } of [...pieces, { tenant: tenants[0] ?? '', end: before }]) {
      const { rows } = await sql.query<{ id: string }>(
        `SELECT id FROM events WHERE tenant_id = $1 AND id < $2 AND sealed_labels IS NULL ORDER BY id DESC LIMIT $3`,
        [tenant, end, OF_EACH_TENANT],
      );
      const ids = rows.map(({ id }) => id);
      const key = await vault.keyFor(tenant);
      await sealEvents(sql, key, ids);
      await sealExchanges(sql, key, ids);
    }
    const { rows: refused } = await sql.query<{ id: string; tenant: string }>(
      'SELECT id, tenant_id AS tenant FROM rejected_publishes ORDER BY id DESC LIMIT 1',
    );
    for (const { id, tenant } of refused) {
      const body = JSON.stringify({ type: 'session.approved', data: sampleData(0) });
      const sealed = sealBytes(await vault.keyFor(tenant), rejectedBodyOf(id), Buffer.from(body));
      await sql.query('UPDATE rejected_publishes SET sealed_body = $2 WHERE id = $1', [id, sealed]);
    }
  } finally {
    await sql.end();
    await pool.close();
  }
}

async function sealEvents(sql: Client, key: DataKey, ids: readonly string[]): Promise<void> {
  const sealed = ids.map((id, nth) => {
    const labels = { subject: `session_${nth}`, external_ref: `user_${nth}` };
    return sealEvent(key, { id, dataJson: JSON.stringify(sampleData(nth)), labels });
  });
  await sql.query(
    `WITH sealed AS (SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) s (id, data, labels)),
       labelled AS (UPDATE events e SET sealed_labels = s.labels FROM sealed s WHERE e.id = s.id)
     UPDATE event_bodies b SET sealed_data = s.data FROM sealed s WHERE b.event_id = s.id`,
    [ids, sealed.map(({ data }) => data), sealed.map(({ labels }) => labels)],
  );
}

async function sealExchanges(sql: Client, key: DataKey, events: readonly string[]): Promise<void> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT a.id FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.event_id = ANY ($1::uuid[])`,
    [events],
  );
  const packed = packExchange({
    requestHeaders: { 'content-type': 'application/json', 'webhook-id': 'msg_1' },
    response: {
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from('ok'),
      truncated: false,
    },
  });
  await sql.query(
    `UPDATE attempt_bodies b SET sealed_exchange = s.sealed FROM unnest($1::uuid[], $2::bytea[]) s (id, sealed)
     WHERE b.attempt_id = s.id`,
    [rows.map(({ id }) => id), rows.map(({ id }) => sealBytes(key, exchangeOf(id), packed))],
  );
}
