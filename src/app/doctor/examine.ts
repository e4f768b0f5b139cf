import { setTimeout as pause } from 'node:timers/promises';
import { loadSettings, SettingsError } from '../../config/index.js';
import type { Settings } from '../../config/index.js';
import { checkDatabase, checkSchema, checkServer } from './check-database.js';
import type { ReachedDatabase } from './check-database.js';
import { checkEncryption } from './check-encryption.js';
import { checkDataDir } from './check-data-dir.js';
import { checkDns, checkMail, checkPublicUrl } from './check-network.js';
import { checkListening, checkNode } from './check-machine.js';
import { checkRedis } from './check-redis.js';
import type { Finding, CheckName, Found } from './finding.js';
import { problem, reasonOf } from './finding.js';

export interface Examination {
  findings: Finding[];
  /** Absent where the settings are wrong. */
  settings?: Settings;
}

/** Checks everything that a start with this environment would use. Changes nothing. */
export async function examine(env: NodeJS.ProcessEnv, cwd: string): Promise<Examination> {
  const node: Check = { name: 'node', run: () => checkNode() };
  const read = readSettings(env, cwd);
  if (!('port' in read)) return { findings: [...read, ...(await runChecks([node]))] };
  const isPublicUrlSet = (env.PUBLIC_URL?.trim() ?? '') !== '';
  let database: ReachedDatabase | undefined;
  const checkDatabaseItself = async () => {
    const { found, reached } = await checkDatabase(read);
    database = reached;
    return found;
  };
  const findings = await runChecks([
    { name: 'settings', run: async () => [{ level: 'ok', found: `ROLE ${read.role}, complete` }] },
    node,
    { name: 'port', run: () => checkListening(read) },
    { name: 'data_dir', run: () => checkDataDir(read) },
    { name: 'database', run: checkDatabaseItself },
    { name: 'redis', run: () => checkRedis(read) },
    { name: 'dns', run: () => checkDns(read) },
    { name: 'mail', run: () => checkMail(read) },
    { name: 'public_url', run: () => checkPublicUrl(read, isPublicUrlSet) },
  ]);
  return { findings: [...findings, ...(await examineInside(database, read))], settings: read };
}

/** Runs the checks that need a database that answers. */
async function examineInside(
  database: ReachedDatabase | undefined,
  settings: Settings,
): Promise<Finding[]> {
  if (database === undefined) return [];
  return runChecks([
    { name: 'database', run: () => checkServer(database) },
    { name: 'schema', run: () => checkSchema(database, settings) },
    { name: 'encryption', run: () => checkEncryption(database.access, settings) },
  ]);
}

function readSettings(env: NodeJS.ProcessEnv, cwd: string): Settings | Finding[] {
  try {
    return loadSettings(env, cwd);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map((found) => ({
      check: 'settings',
      level: 'problem',
      found,
      advice: 'a start is refused until then; the other checks need it',
    }));
  }
}

export interface Check {
  name: CheckName;
  run: () => Promise<Found[]>;
}

/** Longer than any check itself waits for an answer. */
const DEADLINE_MS = 5_000;

/**
 * Runs the checks at the same time, each with its own deadline. Returns the findings in the order
 * of the checks.
 */
export async function runChecks(
  checks: readonly Check[],
  deadlineMs = DEADLINE_MS,
): Promise<Finding[]> {
  const found = await Promise.all(checks.map((check) => withinDeadline(check, deadlineMs)));
  return found.flat();
}

async function withinDeadline({ name, run }: Check, deadlineMs: number): Promise<Finding[]> {
  const late: Found[] = [
    problem(`no end after ${deadlineMs / 1000} s`, `see what keeps ${name} from answering`),
  ];
  const failed = (error: unknown): Found[] => [
    problem(reasonOf(error), `see the settings of ${name}`),
  ];
  const found = await Promise.race([run().catch(failed), pause(deadlineMs, late, { ref: false })]);
  return found.map((one) => ({ check: name, ...one }));
}
