import { Socket } from 'node:net';
import type { ClientConfig } from 'pg';
import { PLAIN_SESSIONS, PooledClient } from './session/index.js';
import type { DatabaseAccess, SessionSettings } from './session/index.js';
import { SturdyClient } from './sturdy-client.js';

/** How long a connection may take, and a statement on it. */
export interface ConnectionNeeds extends DatabaseAccess {
  /** The server ends a statement that takes longer (57014). 0: it takes as long as it takes. */
  statementTimeoutMs: number;
  lockTimeoutMs: number;
  /** Further settings of these sessions. */
  settings?: SessionSettings;
}

/** What a `Pool` or a `Client` of pg is made with. */
export interface ConnectionOptions {
  connectionString: string;
  Client: new (config?: ClientConfig) => SturdyClient;
  options?: string;
  beginWith?: string;
  connectionTimeoutMillis: number;
  idleTimeoutMillis: number;
  keepAlive: true;
  keepAliveInitialDelayMillis: number;
  stream?: () => Socket;
}

/** For a connection to be made, or to become free. */
const CONNECT_TIMEOUT_MS = 3_000;
/** Idle connections end sooner than silence would end them. */
const IDLE_TIMEOUT_MS = 5_000;
/** On top of the statement's own deadline, for the way there and back. */
const SILENCE_MARGIN_MS = 2_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

/**
 * What every connection has in common: the settings that our statements mean, whatever the role's
 * own are, and that nothing waits for ever. A connection on which nothing was heard for longer than
 * any statement may take is dead, even without an error (a host that lost power, a firewall that
 * forgot): its socket is destroyed, which fails what waits for it (ETIMEDOUT).
 */
export function connectionOptions(needs: ConnectionNeeds): ConnectionOptions {
  const { url, sessions = PLAIN_SESSIONS, statementTimeoutMs, lockTimeoutMs } = needs;
  const settings = {
    ...sessions.settings,
    statement_timeout: String(statementTimeoutMs),
    lock_timeout: String(lockTimeoutMs),
    ...needs.settings,
  };
  return {
    ...(sessions.isPooled
      ? { connectionString: url, Client: PooledClient, beginWith: beginWith(settings) }
      : { ...withOptions(url, settings), Client: SturdyClient }),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    ...(statementTimeoutMs > 0 && {
      stream: () => socketThatHears(statementTimeoutMs + SILENCE_MARGIN_MS),
    }),
  };
}

/** A connection of its own, made and given its settings, on which a statement may take as long as it takes. */
export function createSession(access: DatabaseAccess, applicationName: string): SturdyClient {
  const options = connectionOptions({ ...access, statementTimeoutMs: 0, lockTimeoutMs: 0 });
  return new options.Client({ ...options, application_name: applicationName });
}

/** As the server's command line takes them. Those in the URL stand first, so that ours win. */
function withOptions(
  url: string,
  settings: SessionSettings,
): { connectionString: string; options: string } {
  const parsed = new URL(url);
  const ownOptions = parsed.searchParams.get('options');
  parsed.searchParams.delete('options');
  const flags = Object.entries(settings).map(
    ([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, '\\$&')}`,
  );
  return {
    connectionString: ownOptions === null ? url : parsed.href,
    options: [...(ownOptions === null ? [] : [ownOptions]), ...flags].join(' '),
  };
}

function beginWith(settings: SessionSettings): string {
  const statements = Object.entries(settings).map(
    ([name, value]) => `SET LOCAL ${name} TO '${value}'`,
  );
  return ['BEGIN ISOLATION LEVEL READ COMMITTED', ...statements].join('; ');
}

function socketThatHears(silenceMs: number): Socket {
  const socket = new Socket();
  socket.setTimeout(silenceMs, () => {
    const message = `The database was silent for ${silenceMs} ms`;
    socket.destroy(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
  });
  return socket;
}
