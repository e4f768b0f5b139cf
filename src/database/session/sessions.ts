import { COMMON_SETTINGS, settingsFor } from './needed-settings.js';
import type { SessionSettings } from './needed-settings.js';
import type { DatabaseReport } from './inspect-database.js';

/** How sessions on a server are made. */
export interface Sessions {
  /** A pooler stands between: settings and statements live as long as a transaction. */
  isPooled: boolean;
  settings: SessionSettings;
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
export function sessionsFor({ pooling, versionNumber, defaults }: DatabaseReport): Sessions {
  return { isPooled: pooling !== 'none', settings: settingsFor(versionNumber, defaults) };
}
