import { readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { publicId } from '../../src/common/index.js';
import { makePastPartitions } from '../support/past-partitions.js';
import type { Call } from './time-lists.js';

/** Ids that the history repeats: one event in 1,000 and one in two; one subject has a tenth of the events. */
export const WORDS = { rare: 'session_rare', common: 'session_common' } as const;

export interface History {
  /** Public ids of the tenant with most of the events, and of one of the others. */
  large: string;
  small: string;
  /** Public id of an endpoint of the large tenant. */
  endpoint: string;
  /** An id (UUID) in the middle of the history. */
  middle: string;
}

/** What a history is like: settings of fill-history.sql. */
export interface Shape {
  /** Number of events. */
  rows: number;
  days: number;
  tenants?: number;
  /** Percentage of the events that the large tenant has. */
  share?: number;
  endpoints?: number;
  /** Deliveries of each event. */
  fanout?: number;
  /** Attempts of a delivery that has failed. */
  tries?: number;
}

/** Stores a history in which the ids of `WORDS` are found as the API looks for them. */
export async function storeHistory(sql: Client, call: Call, shape: Shape): Promise<History> {
  const { id: other } = await call<{ id: string }>('POST', '/v1/tenants', { name: 'Other' });
  const script = await readFile(new URL('fill-history.sql', import.meta.url), 'utf8');
  const settings = {
    ...Object.fromEntries(Object.entries(shape).map(([name, value]) => [`history.${name}`, value])),
    'history.bytes': 600,
    'history.rare': await hashOf(sql, call, other, WORDS.rare),
    'history.common': await hashOf(sql, call, other, WORDS.common),
    synchronous_commit: 'off',
  };
  await sql.query(
    'SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) s (name, value)',
    [Object.keys(settings), Object.values(settings).map(String)],
  );
  await makePastPartitions((text) => sql.query(text), shape.days);
  await sql.query(script);
  await sql.query('VACUUM ANALYZE');
  const { rows: tenants } = await sql.query<{ id: string; external_id: string; endpoint: string }>(
    `SELECT t.id, t.external_id, min(e.id::text) AS endpoint FROM tenants t JOIN endpoints e ON e.tenant_id = t.id
     WHERE t.external_id LIKE 'history-%' GROUP BY t.id`,
  );
  const { rows: events } = await sql.query<{ id: string }>(
    'SELECT id FROM events WHERE id < uuid_at(now() - interval $$30 days$$) ORDER BY id DESC LIMIT 1',
  );
  const named = (name: string) => tenants.find(({ external_id }) => external_id === name);
  const [large, small] = [named('history-0'), named('history-7')];
  // The newest one is opened for the record of the subject; those of the history are not sealed.
  await publish(call, publicId('tenant', large?.id ?? ''), WORDS.common);
  return {
    large: publicId('tenant', large?.id ?? ''),
    small: publicId('tenant', small?.id ?? ''),
    endpoint: publicId('endpoint', large?.endpoint ?? ''),
    middle: events[0]?.id ?? '',
  };
}

/** The keyed hash of an id, as an event about it stores it. */
async function hashOf(sql: Client, call: Call, tenant: string, word: string): Promise<string> {
  const id = await publish(call, tenant, word);
  const { rows } = await sql.query<{ subject_hash: string }>(
    'SELECT subject_hash FROM events WHERE id = $1::uuid',
    [id.slice(id.indexOf('_') + 1)],
  );
  return rows[0]?.subject_hash ?? '';
}

async function publish(call: Call, tenant: string, subject: string): Promise<string> {
  const { id } = await call<{ id: string }>('POST', '/v1/events', {
    tenant_id: tenant,
    type: 'session.created',
    data: { session_id: subject, status: 'created', external_ref: null, is_sandbox: false },
  });
  return id;
}
