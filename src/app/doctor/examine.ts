import { loadSettings, SettingsError } from '../../config/index.js';
import type { Settings } from '../../config/index.js';
import { checkDatabase } from './check-database.js';
import { checkDns } from './check-dns.js';
import { checkDataDir, checkListening, checkNode } from './check-machine.js';
import { checkMail } from './check-mail.js';
import { checkPublicUrl } from './check-public-url.js';
import { checkRedis } from './check-redis.js';
import type { Finding } from './finding.js';
import { runChecks } from './run-checks.js';

export interface Examination {
  findings: Finding[];
  /** Absent where they are wrong. */
  settings?: Settings;
}

/** Looks at everything that a start with this environment would use. Changes nothing. */
export async function examine(env: NodeJS.ProcessEnv, cwd: string): Promise<Examination> {
  const node = { name: 'node', run: () => checkNode() };
  const read = readSettings(env, cwd);
  if (!('port' in read)) return { findings: [...read, ...(await runChecks([node]))] };
  const isPublicUrlSet = (env.PUBLIC_URL?.trim() ?? '') !== '';
  const findings = await runChecks([
    { name: 'settings', run: async () => [{ level: 'ok', found: `ROLE ${read.role}, complete` }] },
    node,
    { name: 'port', run: () => checkListening(read) },
    { name: 'data_dir', run: () => checkDataDir(read) },
    { name: 'database', run: () => checkDatabase(read) },
    { name: 'redis', run: () => checkRedis(read) },
    { name: 'dns', run: () => checkDns(read) },
    { name: 'mail', run: () => checkMail(read) },
    { name: 'public_url', run: () => checkPublicUrl(read, isPublicUrlSet) },
  ]);
  return { findings, settings: read };
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
