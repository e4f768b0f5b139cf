import { Client } from 'pg';

/** Keeps every writer out of a table until it is released. */
export class TableLock {
  private constructor(private readonly client: Client) {}

  static async take(url: string, table: string): Promise<TableLock> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
    return new TableLock(client);
  }

  async release(): Promise<void> {
    await this.client.query('ROLLBACK');
    await this.client.end();
  }
}
