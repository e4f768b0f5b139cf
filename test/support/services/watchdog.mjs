// Ends what a test process started, however that process ends: its death closes our standard input.
// Lines: `+pid 123`, `-pid 123`, `+dir /path`, `-dir /path`.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const watched = { pid: new Set(), dir: new Set() };

for await (const line of createInterface({ input: process.stdin })) {
  const [, sign, kind, value] = /^([+-])(pid|dir) (.+)$/.exec(line) ?? [];
  if (kind === undefined) continue;
  if (sign === '+') watched[kind].add(value);
  else watched[kind].delete(value);
}

const pids = [...watched.pid].map(Number);
// SIGINT is a fast shutdown to PostgreSQL and an end to Redis.
for (const pid of pids) signal(pid, 'SIGINT');
const deadline = Date.now() + 10_000;
while (pids.some((pid) => signal(pid, 0)) && Date.now() < deadline) await sleep(50);
for (const pid of pids) signal(pid, 'SIGKILL');
for (const directory of watched.dir) rmSync(directory, { recursive: true, force: true });

function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
