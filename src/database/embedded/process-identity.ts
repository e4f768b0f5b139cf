import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Returns the start time of a process, which differs from that of a later process with the same pid. Undefined
 * when there is no such process, or only a zombie.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** Returns the command line of a process, its words separated by spaces. */
export async function commandLine(pid: number): Promise<string | undefined> {
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
