/** Settings of PostgreSQL by name, with the values that a session is to have. */
export type SessionSettings = Readonly<Record<string, string>>;

interface NeededSetting {
  value: string;
  /** The first server version that has it, as `server_version_num`; absent: all supported versions. */
  since?: number;
  /** Returns whether another value is as good. */
  fits?: (found: string) => boolean;
}

const NO_LIMIT: NeededSetting = { value: '0' };

/**
 * The settings on which the meaning of the statements and of their results depends. A server, a database or a
 * role may have other defaults, so every session sets these.
 */
const NEEDED: Readonly<Record<string, NeededSetting>> = {
  // pg reads times in this form only.
  DateStyle: { value: 'ISO, MDY', fits: (found) => found.startsWith('ISO') },
  IntervalStyle: { value: 'postgres' },
  TimeZone: { value: 'UTC', fits: (found) => /^(Etc\/)?(UTC|UCT|GMT)$/.test(found) },
  client_encoding: { value: 'UTF8' },
  standard_conforming_strings: { value: 'on' },
  bytea_output: { value: 'hex' },
  extra_float_digits: { value: '1', fits: (found) => Number(found) >= 1 },
  array_nulls: { value: 'on' },
  search_path: { value: 'public', fits: (found) => found === '"$user", public' },
  default_transaction_isolation: { value: 'read committed' },
  default_transaction_deferrable: { value: 'off' },
  statement_timeout: NO_LIMIT,
  lock_timeout: NO_LIMIT,
  idle_in_transaction_session_timeout: NO_LIMIT,
  idle_session_timeout: { ...NO_LIMIT, since: 140_000 },
  transaction_timeout: { ...NO_LIMIT, since: 170_000 },
};

/**
 * PostgreSQL 18 (seen in 18.4) may crash, which ends every session of the server, if one part of a statement
 * waits for a row that another transaction changes and another part prunes partitions while it runs. To check
 * the changed row again, EvalPlanQual initializes the pruning of the whole statement a second time, in memory
 * that LockRows frees when it has returned its last row, and the statement goes on to use that memory. Without
 * pruning, a look-up by id costs one descent of an index for each partition.
 */
const AROUND_A_CRASH: SessionSettings = { enable_partition_pruning: 'off' };

/** With a weaker setting, a crash of the server loses events that were answered with 202. */
const DURABLE = { name: 'synchronous_commit', weak: 'off', value: 'on' };

/** The names of the settings that `settingsFor` and `differingSettings` need. */
export const LOOKED_AT: readonly string[] = [...Object.keys(NEEDED), DURABLE.name];

/** A setting whose default on this connection is not what is needed. */
export interface DifferingSetting {
  name: string;
  found: string;
  needed: string;
}

/** Returns those defaults of a plain connection that every session has to change. */
export function differingSettings(found: SessionSettings): DifferingSetting[] {
  const differing = Object.entries(NEEDED).flatMap(([name, { value, fits }]) => {
    const default_ = found[name];
    if (default_ === undefined || default_ === value || fits?.(default_)) return [];
    return [{ name, found: default_, needed: value }];
  });
  if (found[DURABLE.name] !== DURABLE.weak) return differing;
  return [...differing, { name: DURABLE.name, found: DURABLE.weak, needed: DURABLE.value }];
}

/** The needed settings that every supported server version has. */
export const COMMON_SETTINGS: SessionSettings = needed(0);

/** Returns the settings of every session on a server, by its version and its defaults. */
export function settingsFor(serverVersion: number, found: SessionSettings): SessionSettings {
  const isWeak = found[DURABLE.name] === DURABLE.weak;
  return { ...needed(serverVersion), ...(isWeak && { [DURABLE.name]: DURABLE.value }) };
}

function needed(serverVersion: number): SessionSettings {
  const known = Object.entries(NEEDED).filter(([, { since = 0 }]) => since <= serverVersion);
  return {
    ...Object.fromEntries(known.map(([name, { value }]) => [name, value])),
    ...AROUND_A_CRASH,
  };
}
