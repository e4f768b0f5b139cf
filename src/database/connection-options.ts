import { Socket } from 'node:net';
import { SturdyClient } from './sturdy-client.js';

/** How long a connection may take, and a statement on it. */
export interface PatienceOptions {
  /** The server ends a statement that takes longer (57014). */
  statementTimeoutMs: number;
  lockTimeoutMs: number;
}

/** For a connection to be made, or to become free. */
const CONNECT_TIMEOUT_MS = 3_000;
/** Idle connections end sooner than silence would end them. */
const IDLE_TIMEOUT_MS = 5_000;
/** On top of the statement's own deadline, for the way there and back. */
const SILENCE_MARGIN_MS = 2_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

/**
 * What every pool has in common: nothing waits for ever. A connection on which nothing was heard for
 * longer than any statement may take is dead, also where nobody says so (a host that lost power, a
 * firewall that forgot): its socket is destroyed, which fails what waits for it (ETIMEDOUT).
 */
export function connectionOptions({ statementTimeoutMs, lockTimeoutMs }: PatienceOptions): {
  Client: typeof SturdyClient;
  options: string;
  connectionTimeoutMillis: number;
  idleTimeoutMillis: number;
  keepAlive: true;
  keepAliveInitialDelayMillis: number;
  stream: () => Socket;
} {
  return {
    Client: SturdyClient,
    options: `-c timezone=UTC -c lock_timeout=${lockTimeoutMs} -c statement_timeout=${statementTimeoutMs}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    stream: () => socketThatHears(statementTimeoutMs + SILENCE_MARGIN_MS),
  };
}

function socketThatHears(silenceMs: number): Socket {
  const socket = new Socket();
  socket.setTimeout(silenceMs, () => {
    const message = `The database was silent for ${silenceMs} ms`;
    socket.destroy(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
  });
  return socket;
}
