import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './pipe-lock.mjs';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Returns the start time of a process, which differs from that of a later process with the same pid. Undefined
 * when there is no such process, or only a zombie.
 */
async function processIdentity(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** Returns the command line of a process, its words separated by spaces. */
async function commandLine(pid: number): Promise<string | undefined> {
  try {
    if (process.platform !== 'linux') return await ps(pid, 'command=');
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    return undefined;
  }
}

async function fromProc(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc_pid_stat(5): the name in parentheses may hold anything, the state follows it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    if (state === 'Z' || state === 'X') return undefined;
    const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${bootId.trim()}/${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

async function fromPs(pid: number): Promise<string | undefined> {
  try {
    const [state, ...started] = (await ps(pid, 'state=,lstart=')).split(/\s+/);
    return state?.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined;
  }
}

async function ps(pid: number, columns: string): Promise<string> {
  const { stdout } = await run('ps', ['-o', columns, '-p', String(pid)]);
  return stdout.trim();
}

interface PidFile {
  pid: number;
  /** `starting`, `ready`, `stopping`, … */
  status: string;
}

/** The content of `postmaster.pid`, by PostgreSQL's pidfile.h. */
export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, status: lines[7]?.trim() ?? '' } : undefined;
}

/** The pipe that all processes of a cluster's server have open. */
export const lifePipeOf = (cluster: string): string => join(dirname(cluster), 'server-alive');

/** A server that has lost its parent may already be stopping. */
const ENDING_MS = 5_000;

/**
 * Stops the server that outlived a killed process, and returns its pid. Throws where processes of a server use
 * these files and cannot be stopped from here, such as those in another container.
 */
export async function stopLeftoverServer(cluster: string): Promise<number | undefined> {
  const pid = (await readPidFile(cluster))?.pid;
  const stopped = pid !== undefined && (await stopIfOurs(cluster, pid)) ? pid : undefined;
  const untilMs = Date.now() + ENDING_MS;
  while (await isAlive(lifePipeOf(cluster))) {
    if (Date.now() > untilMs) {
      throw new Error(
        `PostgreSQL still runs on ${cluster}, left by a killed process in another container. Stop ` +
          'that container, then start this one again.',
      );
    }
    await sleep(50);
  }
  return stopped;
}

async function stopIfOurs(cluster: string, pid: number): Promise<boolean> {
  const identity = await processIdentity(pid);
  const command = identity === undefined ? '' : ((await commandLine(pid)) ?? '');
  if (!command.includes('postgres') || !command.includes(cluster)) return false;
  const gone = async () => (await processIdentity(pid)) !== identity;
  await stopServer((signal) => process.kill(pid, signal), gone);
  return true;
}

/** Higher than any pid of any system. */
const NOBODYS_PID = 99_999_999;

/**
 * PostgreSQL takes any process with the pid in its pid file for a running server: another program that got the
 * same pid, or a zombie of its predecessor. The rest of the file stays, because it shows PostgreSQL whether
 * processes of its predecessor still use their shared memory.
 */
export async function disownPidFile(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) await writeFile(file, text.replace(/^\d+/, String(NOBODYS_PID)));
}

const STEPS: [NodeJS.Signals, number][] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5000],
  ['SIGKILL', 5000],
];

/** Stops the server by a fast shutdown; if that takes too long by an immediate one, then by SIGKILL. */
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
