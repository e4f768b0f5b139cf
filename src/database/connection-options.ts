import type { ClientConfig } from 'pg';
import { PLAIN_SESSIONS, ScopedClient } from './session/index.js';
import type { DatabaseAccess, ResilientClient, SessionSettings } from './session/index.js';

/** The deadlines of connections and of statements on them. */
export interface ConnectionNeeds extends DatabaseAccess {
  /** The server ends a statement that takes longer (57014). 0: no limit. */
  statementTimeoutMs: number;
  lockTimeoutMs: number;
  /** More settings of these sessions. */
  settings?: SessionSettings;
}

/** The options of a `Pool` or a `Client` of pg. */
export interface ConnectionOptions {
  connectionString: string;
  Client: new (config?: ClientConfig) => ResilientClient;
  options?: string;
  beginWith?: string;
  tenantRole?: string;
  connectionTimeoutMillis: number;
  idleTimeoutMillis: number;
  keepAlive: true;
  keepAliveInitialDelayMillis: number;
  silenceMs?: number;
}

/** The time to open a connection, or to wait for a free one. */
const CONNECT_TIMEOUT_MS = 3_000;
/**
 * A connection that is closed takes with it the plans of its statements, and the next one makes them again: it is
 * kept as long as a process that has nothing to do may keep its memory.
 */
const IDLE_TIMEOUT_MS = 20_000;
/** The time that the network may take, beside the statement's own deadline. */
const SILENCE_MARGIN_MS = 2_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

/**
 * Returns the options that all connections share: the settings that the statements rely on, whatever the
 * role's own settings are, and deadlines. A connection on which a statement hears nothing for longer than it may
 * take is dead, also where no packet says so (a host that lost power, a firewall that dropped the connection): its
 * socket is destroyed, and what waits on it fails with ETIMEDOUT.
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
      ? { connectionString: url, beginWith: beginWith(settings) }
      : withOptions(url, settings)),
    Client: ScopedClient,
    ...(sessions.tenantRole !== undefined && { tenantRole: sessions.tenantRole }),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    ...(statementTimeoutMs > 0 && { silenceMs: statementTimeoutMs + SILENCE_MARGIN_MS }),
  };
}

/** Returns a client with the needed settings, outside of any pool and without a limit for its statements. */
export function createSession(access: DatabaseAccess, applicationName: string): ResilientClient {
  const options = connectionOptions({ ...access, statementTimeoutMs: 0, lockTimeoutMs: 0 });
  return new options.Client({ ...options, application_name: applicationName });
}

/** Returns the first row of a statement, on a connection of its own. */
export async function queryOnce<Row extends object>(
  access: DatabaseAccess,
  text: string,
): Promise<Row | undefined> {
  const session = createSession(access, 'postrider-look');
  try {
    await session.connect();
    const { rows } = await session.query<Row>(text);
    return rows[0];
  } finally {
    void session.end().catch(() => undefined);
  }
}

/** Settings as the server's command line takes them. Those in the URL stand first, so that ours win. */
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
