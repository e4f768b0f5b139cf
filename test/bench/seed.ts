import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Bench } from './measure.js';
import { untilSettled } from './settled.js';

/** Events that are really published; the others are copies of their rows. */
const SAMPLE = 500;
/** Copies of the whole sample in one transaction. */
const COPIES_AT_ONCE = 100;
const MS_BETWEEN_COPIES = 250;

interface Column {
  table: string;
  name: string;
  type: string;
}

/**
 * Stores so many events with all that belongs to them: each row that a published sample left in any
 * table is copied, with ids, hashes and times of its own. Copies are older than the sample, in the
 * order of their times, as if they had been published one after another.
 */
export async function seed(bench: Bench, events: number): Promise<void> {
  const { database, product } = bench;
  await publishSample(bench);
  const columns = await columnsOfHistory(database);
  const left = [...new Set(columns.map(({ table }) => table))];
  const copies = Math.ceil(events / SAMPLE);
  await Promise.all(
    [1, 2].map(async () => {
      const client = new Client({ connectionString: product.databaseUrl });
      await client.connect();
      await client.query(`SET synchronous_commit = off; ${FUNCTIONS}`);
      for (let table = left.shift(); table; table = left.shift()) {
        await copyRows(client, table, columns, copies);
      }
      await client.end();
    }),
  );
  await database.query(
    `UPDATE event_log_heads h SET last_position =
       (SELECT max(position) FROM event_log l WHERE l.tenant_id = h.tenant_id)`,
  );
  await database.query('VACUUM (ANALYZE)');
  await database.query('CHECKPOINT');
}

async function publishSample({ product, publisher, database, tenants }: Bench): Promise<void> {
  await publisher.call('publish', {
    url: product.url,
    key: product.adminKey,
    tenantIds: await tenants(1),
    events: SAMPLE,
    perRequest: 1,
    atOnce: 16,
    idempotencyKeys: true,
  });
  await untilSettled(database);
  const unplaced = 'SELECT EXISTS (SELECT FROM unplaced_events) AS found';
  while ((await database.query<{ found: boolean }>(unplaced)).rows[0]?.found) await sleep(20);
}

const FUNCTIONS = `
CREATE FUNCTION pg_temp.other_hash(old uuid, copy int) RETURNS uuid LANGUAGE sql IMMUTABLE
  RETURN md5(old::text || copy)::uuid;
CREATE FUNCTION pg_temp.other_id(old uuid, copy int) RETURNS uuid LANGUAGE sql IMMUTABLE
  RETURN overlay(
    overlay(md5(old::text || copy) PLACING lpad(to_hex(
      ('x' || substr(replace(old::text, '-', ''), 1, 12))::bit(48)::bigint - copy * ${MS_BETWEEN_COPIES}), 12, '0')
      FROM 1) PLACING '7' FROM 13)::uuid;
`;

/** Columns of tables that grow with every event: those with a part of its identity. */
async function columnsOfHistory(database: Client): Promise<Column[]> {
  const { rows } = await database.query<Column>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname NOT IN ('unplaced_events', 'delivery_queue')
       AND (c.relname IN ('events', 'deliveries', 'attempts') OR EXISTS (
         SELECT FROM pg_attribute k WHERE k.attrelid = c.oid
           AND k.attname IN ('event_id', 'event_ids', 'delivery_id', 'attempt_id', 'subject_hash')))
     ORDER BY c.relname, a.attnum`,
  );
  return rows;
}

/** Copies the rows that are in the table now. */
async function copyRows(
  client: Client,
  table: string,
  allColumns: readonly Column[],
  copies: number,
): Promise<void> {
  const columns = allColumns.filter((column) => column.table === table);
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const values = columns.map((column) => valueOf(column, copies)).join(', ');
  await client.query(`CREATE TEMP TABLE sample AS SELECT * FROM ${table}`);
  for (let last = copies; last > 0; last -= COPIES_AT_ONCE) {
    const first = Math.max(1, last - COPIES_AT_ONCE + 1);
    await client.query(
      `INSERT INTO ${table} (${names}) SELECT ${values}
       FROM generate_series(${last}, ${first}, -1) copy CROSS JOIN sample`,
    );
  }
  await client.query('DROP TABLE sample');
}

/** The column's value in a copy: keys become other keys of the same kind, the rest is kept. */
function valueOf({ table, name, type }: Column, copies: number): string {
  const value = `"${name}"`;
  if (table === 'event_log' && name === 'position') {
    return `${value} + (${copies} - copy + 1) * ${SAMPLE}`;
  }
  switch (type) {
    case 'uuid':
      if (name === 'tenant_id' || name === 'endpoint_id') return value;
      return `pg_temp.${name.endsWith('hash') ? 'other_hash' : 'other_id'}(${value}, copy)`;
    case 'uuid[]':
      return `ARRAY(SELECT pg_temp.other_id(id, copy) FROM unnest(${value}) id)`;
    case 'bytea':
      return name.endsWith('hash') ? `sha256(${value} || int4send(copy))` : value;
    case 'timestamp with time zone':
      return `${value} - copy * interval '${MS_BETWEEN_COPIES} ms'`;
    default:
      return value;
  }
}
