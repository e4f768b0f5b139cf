import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

interface Times {
  parentPid: number;
  ownTicks: number;
  endedChildrenTicks: number;
}

/** Returns the CPU milliseconds that a process has used, read from /proc; 0 where the system has no /proc. */
export function cpuMsOf(pid: number): number {
  return (read(pid)?.ownTicks ?? 0) * MS_PER_TICK;
}

/** The same with its children, ended ones included: a PostgreSQL server is one process per connection. */
export function cpuMsOfFamily(pid: number): number {
  const times = [
    read(pid),
    ...pids()
      .map(read)
      .filter((time) => time?.parentPid === pid),
  ];
  const ended = times[0]?.endedChildrenTicks ?? 0;
  return times.reduce((sum, time) => sum + (time?.ownTicks ?? 0), ended) * MS_PER_TICK;
}

function pids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
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
