import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CONTAINER, mayUnshare } from '../../support/containers.js';
import { guard } from '../../support/services/index.js';
import { LOCK_FILE, makeProject, type Project } from './project.js';

vi.setConfig({ testTimeout: 180_000 });

describe.runIf(mayUnshare('a build in two containers'))('a build in two containers', () => {
  let project: Project;
  beforeAll(async () => {
    project = await makeProject();
  });
  afterAll(() => project.remove());

  /** A process in a container of its own that has the lock of the build until it is killed. */
  async function holdLock(): Promise<ChildProcess> {
    const lock = JSON.stringify(join(project.root, LOCK_FILE));
    const place = JSON.stringify(join(project.root, '.cache', 'build-lock'));
    const script = `
      const { tryLock } = await import(${lock});
      if (await tryLock(${place})) console.log('held');
      setInterval(() => undefined, 60_000);`;
    const [program, ...flags] = CONTAINER;
    const node = [process.execPath, '--input-type=module', '--eval', script];
    const holder = spawn(program, [...flags, ...node], { stdio: ['ignore', 'pipe', 'inherit'] });
    expect(await once(createInterface({ input: holder.stdout }), 'line')).toEqual(['held']);
    return holder;
  }

  it('waits for the one in the other container, says so, and goes on when that is killed', async () => {
    await project.say('in containers');
    const holder = await holdLock();
    const kept = guard({ pid: holder.pid ?? 0 });
    const waiting = project.spawn(CONTAINER);
    const said: string[] = [];
    const lines = createInterface({ input: waiting.stderr ?? process.stdin });
    lines.on('line', (line) => said.push(line));
    let output = '';
    waiting.stdout?.on('data', (data: Buffer) => (output += data.toString()));
    const ended = once(waiting, 'close');
    await once(lines, 'line');
    expect(said).toEqual([
      expect.stringMatching(/^Waiting for process \d+ on host .+, which is building \(lock .+\)/),
    ]);
    holder.kill('SIGKILL');
    kept.forget();
    expect(await ended).toEqual([0, null]);
    expect(said.join('\n')).toContain('Building');
    expect(output.trim()).toBe('in containers');
  });
});
