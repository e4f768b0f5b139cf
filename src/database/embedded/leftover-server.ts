import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, processIdentity } from './process-identity.js';

export interface PidFile {
  pid: number;
  /** `starting`, `ready`, `stopping`, … */
  status: string;
}

/** What `postmaster.pid` says; its lines are those of PostgreSQL's miscadmin/pidfile.h. */
export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, status: lines[7]?.trim() ?? '' } : undefined;
}

/**
 * Stops the server that outlived a killed process, and returns its pid. A pid file whose number now
 * belongs to something else is removed: PostgreSQL would take that for a running server.
 */
export async function stopLeftoverServer(cluster: string): Promise<number | undefined> {
  const pid = (await readPidFile(cluster))?.pid;
  const identity = pid === undefined ? undefined : await processIdentity(pid);
  if (pid === undefined || identity === undefined) return undefined;
  const command = (await commandLine(pid)) ?? '';
  if (!command.includes('postgres') || !command.includes(cluster)) {
    await rm(join(cluster, 'postmaster.pid'), { force: true });
    return undefined;
  }
  const gone = async () => (await processIdentity(pid)) !== identity;
  await stopServer((signal) => process.kill(pid, signal), gone);
  return pid;
}

const STEPS: [NodeJS.Signals, number][] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5000],
  ['SIGKILL', 5000],
];

/** Fast shutdown; when that takes too long, immediate; then by force. */
export async function stopServer(
  kill: (signal: NodeJS.Signals) => void,
  gone: () => boolean | Promise<boolean>,
): Promise<void> {
  for (const [signal, patienceMs] of STEPS) {
    try {
      kill(signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (await gone()) return;
      await sleep(20);
    }
  }
  throw new Error('PostgreSQL does not stop.');
}
