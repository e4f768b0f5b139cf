import type { Client } from 'pg';

/**
 * How connections lead to the server: directly, through a pooler that keeps a server connection for
 * as long as its client stays, or through one that gives a client another with each transaction.
 */
export type Pooling = 'none' | 'session' | 'transaction';

const ROUNDS = 2;
const PID = 'SELECT pg_backend_pid() AS pid';

/**
 * Finds out how a connection is pooled. A server sends its process id when a connection begins; a pooler
 * sends a number of its own instead. A second connection shows how it pools: after both had a transaction
 * at the same time, one gets the other's server process where transactions are pooled. The transactions
 * end in both orders, since a pooler may take the server that was used last or the one that was idle
 * longest. A pooler that shows neither within its time counts as pooling transactions, which is the safe
 * way to use either.
 *
 * @param answeredPid `pg_backend_pid()` as `client` was just answered
 */
export async function findPooling(
  client: Client,
  answeredPid: number,
  connect: () => Promise<Client>,
): Promise<Pooling> {
  if (announcedPid(client) === answeredPid) return 'none';
  try {
    const other = await connect();
    const pids = [new Set<number>(), new Set<number>()] as const;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const order of [
        [client, other],
        [other, client],
      ]) {
        pids[0].add(await beginAndAsk(client));
        pids[1].add(await beginAndAsk(other));
        for (const one of order) await one.query('COMMIT');
      }
    }
    return pids.every((seen) => seen.size === 1) ? 'session' : 'transaction';
  } catch {
    return 'transaction';
  }
}

async function beginAndAsk(client: Client): Promise<number> {
  await client.query('BEGIN');
  const { rows } = await client.query<{ pid: number }>(PID);
  return rows[0]?.pid ?? 0;
}

/** From the message `BackendKeyData` (PostgreSQL, "Message Formats"). */
function announcedPid(client: Client): number | null {
  return 'processID' in client ? (client.processID as number | null) : null;
}
