import { Client } from 'pg';

/** Counts the rows of each table; partitions count with their parents. */
export async function countRows(databaseUrl: string): Promise<Record<string, number>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
       ORDER BY relname`,
    );
    const counts: [string, number][] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM "${name}"`,
      );
      counts.push([name, rows[0]?.count ?? 0]);
    }
    return Object.fromEntries(counts);
  } finally {
    await client.end();
  }
}
