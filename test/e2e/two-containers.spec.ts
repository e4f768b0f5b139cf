import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  createTenant,
  eventually,
  publish,
  readEvent,
  spawnPostrider,
  useLab,
} from '../support/app/index.js';
import { CONTAINER, mayUnshare } from '../support/containers.js';

const lab = useLab();

/** The same, where the program that is started first outlives ours. */
const WITH_INIT = [...CONTAINER, 'sh', '-c', '"$@" & wait; sleep 600', 'sh'];

/** The process of Postrider somewhere under another, as the host counts. */
function nodeUnder(ancestor: number): number {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const all = lines
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .map(([, pid, parent, command = '']) => ({
      pid: Number(pid),
      parent: Number(parent),
      command,
    }));
  const under = (parent: number): typeof all =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...under(one.pid)]);
  const found = under(ancestor).find(({ command }) => command.startsWith(process.execPath));
  if (!found) throw new Error(`No process of Postrider under ${ancestor}.`);
  return found.pid;
}

const IN_USE = /DATA_DIR .+ is in use by process \d+ on host .+ Stop that one/;

describe.runIf(mayUnshare('two containers on one volume'))('two containers on one volume', () => {
  it('the second refuses within seconds, the first goes on, and nothing is lost', async () => {
    const dataDir = await lab.directory();
    const first = await lab.postrider({ dataDir, inside: CONTAINER });
    const tenant = await createTenant(first);
    const before = await publish(first, tenant);
    for (let nth = 0; nth < 2; nth += 1) {
      const second = await spawnPostrider({ dataDir, inside: CONTAINER });
      expect(await second.ended).toBe(1);
      expect(second.stderr()).toMatch(IN_USE);
    }
    const after = await publish(first, tenant);
    await first.kill9();
    const next = await lab.postrider({ dataDir, inside: CONTAINER });
    expect(next.adminKey).toBe(first.adminKey);
    for (const { id } of [before, after]) {
      expect(await readEvent(next, tenant.id, id)).toMatchObject({ id });
    }
    await publish(next, tenant);
    // `unshare` passes no SIGTERM on.
    await next.kill9();
  });

  it('a server that a killed process left in one is not touched from the other', async () => {
    const dataDir = await lab.directory();
    const first = await lab.postrider({ dataDir, inside: WITH_INIT });
    const tenant = await createTenant(first);
    const { id } = await publish(first, tenant);
    process.kill(nodeUnder(first.pid), 'SIGKILL');
    await eventually(async () => {
      const second = await spawnPostrider({ dataDir, inside: CONTAINER });
      expect(await second.ended).toBe(1);
      expect(second.stderr()).toMatch(/PostgreSQL still runs on .+ Stop that container/);
    });
    await first.kill9();
    const next = await lab.postrider({ dataDir, inside: CONTAINER });
    expect(await readEvent(next, tenant.id, id)).toMatchObject({ id });
    // `unshare` passes no SIGTERM on.
    await next.kill9();
  });
});
