import { Client } from 'pg';

/** Runs one statement on a connection of its own. */
export async function adminQuery(url: string, sql: string): Promise<void> {
  await queryRows(url, sql);
}

/** Returns the rows of one statement, on a connection of its own. */
export async function queryRows(url: string, sql: string): Promise<object[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The URL of another database on the same server. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}
