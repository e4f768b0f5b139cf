import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { PARTITIONED } from '../../support/past-partitions.js';

const DAY_MS = 86_400_000;

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine([]);
});
afterAll(() => engine.close());

interface Range {
  from: number;
  to: number;
}

/** The times of a table's partitions, in order. */
async function rangesOf(table: string): Promise<Range[]> {
  const rows = await engine.sql<{ from: Date; to: Date }>(
    `SELECT time_of_uuid(bounds[1]::uuid) AS from, time_of_uuid(bounds[2]::uuid) AS to
     FROM (SELECT regexp_match(pg_get_expr(c.relpartbound, c.oid), $$\\('([^']+)'\\) TO \\('([^']+)'\\)$$) AS bounds
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass) p
     WHERE bounds IS NOT NULL ORDER BY 1`,
    [table],
  );
  return rows.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }));
}

function coversUntil(ranges: Range[], days: number): boolean {
  const isWhole = ranges.every(({ from }, place) => place === 0 || from === ranges[place - 1]?.to);
  const [first, last] = [ranges[0]?.from ?? Infinity, ranges.at(-1)?.to ?? 0];
  return isWhole && first <= Date.now() && last > Date.now() + days * DAY_MS;
}

it.each(PARTITIONED)(
  '%s has a partition for each week or quarter, without a gap',
  async (table) => {
    const isContent = table.endsWith('_bodies');
    const ranges = await rangesOf(table);
    const days = ranges.map(({ from, to }) => (to - from) / DAY_MS);
    for (const length of days) {
      expect(length).toBeGreaterThanOrEqual(isContent ? 7 : 90);
      expect(length).toBeLessThanOrEqual(isContent ? 7 : 92);
    }
    const mondays = ranges.filter(({ from }) => new Date(from).getUTCDay() === 1);
    expect(isContent ? mondays : ranges).toEqual(ranges);
    expect(coversUntil(ranges, isContent ? 14 : 59)).toBe(true);
  },
);

it.each(PARTITIONED)('%s goes on where the months of a former release end', async (table) => {
  const names = await engine.sql<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = $1::regclass AND c.relname <> $1 || '_default'`,
    [table],
  );
  for (const { name } of names) await engine.sql(`DROP TABLE ${name}`);
  await engine.sql(
    `DO $$ BEGIN EXECUTE format('CREATE TABLE ${table}_by_month PARTITION OF ${table} FOR VALUES FROM (%L) TO (%L)',
       uuid_at(date_trunc('month', now(), 'UTC')),
       uuid_at(date_trunc('day', now(), 'UTC') + interval '120 hours')); END $$`,
  );
  await engine.sql(
    `SET timezone TO 'America/St_Johns'; SELECT ensure_partitions(2); RESET timezone`,
  );
  const ranges = await rangesOf(table);
  expect(ranges.length).toBeGreaterThan(1);
  expect(coversUntil(ranges, table.endsWith('_bodies') ? 14 : 59)).toBe(true);
  await engine.sql('SELECT ensure_partitions(2)');
  expect(await rangesOf(table)).toEqual(ranges);
});
