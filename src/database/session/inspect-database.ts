import { ResilientClient } from './clients.js';
import { differingSettings, LOOKED_AT, COMMON_SETTINGS, settingsFor } from './needed-settings.js';
import type { DifferingSetting, SessionSettings } from './needed-settings.js';
import { findPooling } from './find-pooling.js';
import type { Pooling } from './find-pooling.js';

/** The state of a database and of the way to it, as a plain connection shows them. */
export interface DatabaseReport {
  /** `host:port/database`. */
  place: string;
  /** The server's own text, e.g. `17.2 (Debian 17.2-1)`. */
  version: string;
  /** `server_version_num`, e.g. 170002. */
  versionNumber: number;
  /** The encoding of the database, e.g. `UTF8`. */
  encoding: string;
  /** The role of the connection. */
  role: string;
  pooling: Pooling;
  /** False on a standby, and where writing is switched off for the role, the database or the server. */
  takesChanges: boolean;
  /** False where triggers are switched off for the role (`session_replication_role`). */
  runsTriggers: boolean;
  /** The schema in which the role's own `search_path` finds our tables; undefined: in none. */
  schema: string | undefined;
  /** The defaults of every setting that matters, by name. */
  defaults: SessionSettings;
  /** The defaults that differ from what is needed; every session changes them by itself. */
  differing: DifferingSetting[];
}

const CONNECT_TIMEOUT_MS = 3_000;

const LOOK = `
SELECT current_setting('server_version') AS version,
  current_setting('server_version_num')::int AS version_number,
  (SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()) AS encoding,
  current_user::text AS role,
  pg_backend_pid() AS pid,
  current_setting('transaction_read_only') = 'off' AS takes_changes,
  current_setting('session_replication_role') <> 'replica' AS runs_triggers,
  (SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.oid = to_regclass('delivery_queue')) AS schema,
  (SELECT json_object_agg(name, setting) FROM pg_settings WHERE name = ANY ($1::text[])) AS defaults`;

interface Look {
  version: string;
  version_number: number;
  encoding: string;
  role: string;
  pid: number;
  takes_changes: boolean;
  runs_triggers: boolean;
  schema: string | null;
  defaults: Record<string, string>;
}

/**
 * Inspects a database over a connection without settings, which every pooler accepts. Behind a pooler a second
 * connection finds out how it pools. Throws the errors of the driver.
 */
export async function inspectDatabase(url: string): Promise<DatabaseReport> {
  const clients: ResilientClient[] = [];
  const connect = async (): Promise<ResilientClient> => {
    const client = new ResilientClient({
      connectionString: url,
      application_name: 'postrider-look',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
    });
    clients.push(client);
    await client.connect();
    return client;
  };
  try {
    const client = await connect();
    const { rows } = await client.query<Look>(LOOK, [LOOKED_AT]);
    const [look] = rows;
    if (!look) throw new Error(`PostgreSQL at ${placeOf(url)} gave no answer`);
    return {
      place: placeOf(url),
      version: look.version,
      versionNumber: look.version_number,
      encoding: look.encoding,
      role: look.role,
      pooling: await findPooling(client, look.pid, connect),
      takesChanges: look.takes_changes,
      runsTriggers: look.runs_triggers,
      schema: look.schema ?? undefined,
      defaults: look.defaults,
      differing: differingSettings(look.defaults),
    };
  } finally {
    // Not awaited, because a server that does not answer does not end the connection either.
    for (const client of clients) void client.end().catch(() => undefined);
  }
}

/** Returns where a database is, for messages: host, port and name, never the user or the password. */
export function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

/** How sessions on a server are made. */
export interface Sessions {
  /** A pooler stands between: settings and statements live as long as a transaction. */
  isPooled: boolean;
  settings: SessionSettings;
  /** The role of statements in the scope of a tenant; absent: there are none. */
  tenantRole?: string;
}

/** The address of a database and how sessions on it are made. */
export interface DatabaseAccess {
  url: string;
  /** Absent: a direct connection to a server of any version. */
  sessions?: Sessions;
}

export const PLAIN_SESSIONS: Sessions = { isPooled: false, settings: COMMON_SETTINGS };

/**
 * Returns the sessions that fit a report. A pooler of sessions is used like a pooler of transactions, which is
 * right for both and stays right when its mode is changed.
 */
export function sessionsFor({ pooling, versionNumber, defaults, role }: DatabaseReport): Sessions {
  return {
    isPooled: pooling !== 'none',
    settings: settingsFor(versionNumber, defaults),
    tenantRole: tenantRoleOf(role),
  };
}

/**
 * Returns the name of the role under which the requests of tenants run, for the role of `DATABASE_URL`. Installations
 * whose processes work as different roles share none of it, also in one server.
 */
export function tenantRoleOf(role: string): string {
  return `${role}_tenant`;
}
