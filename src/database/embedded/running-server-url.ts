import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OWNER } from './cluster.js';

/**
 * Returns the URL of the embedded server that a running process has started in a data directory. It contains the
 * password and must not be logged. Throws where none runs.
 */
export async function runningServerUrl(dataDir: string): Promise<string> {
  const read = (...path: string[]): Promise<string> =>
    readFile(join(dataDir, ...path), 'utf8').catch(() => '');
  // The fourth line is the port (pidfile.h of PostgreSQL).
  const port = Number((await read('postgres', 'cluster', 'postmaster.pid')).split('\n')[3]);
  const password = (await read('postgres-password')).trim();
  if (!(port > 0) || password === '') {
    throw new Error(
      `No database runs in ${dataDir}: start Postrider first, or set DATABASE_URL to its database.`,
    );
  }
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/${OWNER}`;
}
