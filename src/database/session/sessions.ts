import { COMMON_SETTINGS, settingsFor } from './needed-settings.js';
import type { SessionSettings } from './needed-settings.js';
import type { DatabaseReport } from './inspect-database.js';

/** How the sessions on a server are made, as it was found. */
export interface Sessions {
  /** A pooler stands between: settings and statements live as long as a transaction. */
  isPooled: boolean;
  settings: SessionSettings;
}

/** Where a database is and how to work on it. */
export interface DatabaseAccess {
  url: string;
  /** Absent: straight to a server of any version. */
  sessions?: Sessions;
}

export const PLAIN_SESSIONS: Sessions = { isPooled: false, settings: COMMON_SETTINGS };

/**
 * The sessions that fit what was found. A pooler of sessions is used as one of transactions is,
 * which is right for both and stays so when its mode is changed.
 */
export function sessionsFor({ pooling, versionNumber, defaults }: DatabaseReport): Sessions {
  return { isPooled: pooling !== 'none', settings: settingsFor(versionNumber, defaults) };
}
