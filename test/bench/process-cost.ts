import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;
const MOST_LOOKS = 20;

interface Times {
  parentPid: number;
  ownTicks: number;
  endedChildrenTicks: number;
}

/** Returns the CPU milliseconds that a process has used, read from /proc; 0 where the system has no /proc. */
export function cpuMsOf(pid: number): number {
  return (read(pid)?.ownTicks ?? 0) * MS_PER_TICK;
}

/**
 * The same with its children: a PostgreSQL server is one process per connection. The kernel adds the
 * time of a child that has ended to its parent's, so a backend that ends is not lost; a look during
 * which one ended is repeated, because that child could be counted twice or not at all.
 */
export function cpuMsOfFamily(pid: number): number {
  let sum = 0;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const ended = read(pid)?.endedChildrenTicks ?? 0;
    const children = childrenOf(pid).reduce(
      (total, child) => total + (read(child)?.ownTicks ?? 0),
      0,
    );
    const parent = read(pid);
    sum = ((parent?.ownTicks ?? 0) + ended + children) * MS_PER_TICK;
    if (parent?.endedChildrenTicks === ended) break;
  }
  return sum;
}

export function parentOf(pid: number): number | undefined {
  return read(pid)?.parentPid;
}

/** The living children of a process; none where the system has no /proc. */
export function childrenOf(pid: number): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((child) => Number.isInteger(child) && parentOf(child) === pid);
  } catch {
    return [];
  }
}

/** The memory of a process in bytes; each page that n processes share counts as one n-th of it (PSS). */
export function memoryOf(pid: number): number {
  return kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss') * 1024;
}

/** The resident memory of a process in bytes. */
export function residentOf(pid: number): number {
  return kilobytes(`/proc/${pid}/status`, 'VmRSS') * 1024;
}

/** The most resident memory that a process has had, in bytes. */
export function peakMemoryOf(pid: number): number {
  return kilobytes(`/proc/${pid}/status`, 'VmHWM') * 1024;
}

function kilobytes(file: string, name: string): number {
  try {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(file, 'latin1'));
    return Number(found?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function read(pid: number): Times | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold spaces. See proc_pid_stat(5); the state follows it.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parentPid = 0] = fields;
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
    return { parentPid, ownTicks: user + system, endedChildrenTicks: childUser + childSystem };
  } catch {
    return undefined;
  }
}
