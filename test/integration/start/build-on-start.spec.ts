import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { guard } from '../../support/services/index.js';
import { makeProject, type Project } from './project.js';

const NOBODY = { uid: 65_534, gid: 65_534 };
/** Root may start Node.js as an ordinary user, unless it is in a home that such a user cannot enter. */
const hasOrdinaryUser =
  process.getuid?.() === 0 && spawnSync(process.execPath, ['--version'], NOBODY).status === 0;

let project: Project;

beforeAll(async () => {
  project = await makeProject();
});
afterAll(() => project.remove());

// A build takes its time on a slow machine.
vi.setConfig({ testTimeout: 180_000 });

describe('npm start', () => {
  it('builds the first time, and when a source has changed', async () => {
    expect(await project.start()).toMatchObject({ code: 0, stdout: 'hello' });
    await project.say('changed');
    const changed = await project.start();
    expect(changed).toMatchObject({ code: 0, stdout: 'changed' });
    expect(changed.stderr).toContain('Building');
  });

  it('does not build what is built, nor for new times on old sources', async () => {
    const main = join(project.root, 'src', 'main.ts');
    await project.start();
    const built = await stat(join(project.root, 'dist', 'src', 'main.js'));
    expect((await project.start()).stderr).toBe('');
    await utimes(main, new Date(), new Date());
    expect((await project.start()).stderr).toBe('');
    const kept = await stat(join(project.root, 'dist', 'src', 'main.js'));
    expect(kept.mtimeMs).toBe(built.mtimeMs);
  });

  it('builds again when the packages have changed', async () => {
    await project.start();
    await writeFile(join(project.root, 'package-lock.json'), '{ "changed": true }');
    expect((await project.start()).stderr).toContain('Building');
  });

  it('builds once when several start on a stale build', async () => {
    await project.say('together');
    const runs = await Promise.all([1, 2, 3].map(() => project.start()));
    expect(runs.map(({ code, stdout }) => ({ code, stdout }))).toEqual(
      Array.from({ length: 3 }, () => ({ code: 0, stdout: 'together' })),
    );
    expect(runs.filter(({ stderr }) => stderr.includes('Building'))).toHaveLength(1);
  });

  it('keeps the old build and says what is wrong when the new one fails', async () => {
    await project.say('good');
    await project.start();
    const main = join(project.root, 'src', 'main.ts');
    await writeFile(main, `const wrong: number = 'text';\n`);
    const failed = await project.start();
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(`Type 'string' is not assignable to type 'number'`);
    expect(failed.stderr).toContain('The build failed');
    expect(failed.stderr).not.toContain('build.mjs');
    expect(await readFile(join(project.root, 'dist/src/main.js'), 'utf8')).toContain('good');
    await project.say('good');
  });

  it('is not held up by a builder that was killed', async () => {
    await project.say('after the kill');
    const killed = project.spawn();
    const kept = guard({ pid: killed.pid ?? 0 });
    const [line] = (await once(
      createInterface({ input: killed.stderr ?? process.stdin }),
      'line',
    )) as [string];
    expect(line).toContain('Building');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    kept.forget();
    expect(await project.start()).toMatchObject({ code: 0, stdout: 'after the kill' });
    const left = (await readdir(project.root)).filter((name) => name.startsWith('dist.'));
    expect(left.filter((name) => !name.includes(String(killed.pid)))).toEqual([]);
  });

  it('hands signals to what it started', async () => {
    await writeFile(
      join(project.root, 'src', 'main.ts'),
      `const alive = setInterval(() => undefined, 60_000);
       process.once('SIGTERM', () => {
         clearInterval(alive);
         console.log('drained');
       });
       console.log('up');\n`,
    );
    const child = project.spawn();
    const kept = guard({ pid: child.pid ?? 0 });
    const lines = createInterface({ input: child.stdout ?? process.stdin });
    await once(lines, 'line');
    const next = once(lines, 'line');
    child.kill('SIGTERM');
    expect(await next).toEqual(['drained']);
    kept.forget();
  });
});

describe('npm start of a project with pages', () => {
  it('builds the pages too, and later only the part that has changed', async () => {
    const own = await makeProject();
    const dist = join(own.root, 'dist');
    const assets = join(dist, 'web', 'assets');
    const main = join(dist, 'src', 'main.js');
    // Copies keep times to the millisecond.
    const timeOf = async (file: string): Promise<number> => Math.round((await stat(file)).mtimeMs);
    const script = async (): Promise<string> => {
      const [name = ''] = await readdir(assets);
      return readFile(join(assets, name), 'utf8');
    };
    try {
      await own.show('first');
      await own.start();
      expect(await script()).toContain('first');
      expect((await own.start()).stderr).toBe('');

      const builtAt = await timeOf(main);
      await own.show('second');
      expect(await own.start()).toMatchObject({ code: 0, stdout: 'hello' });
      expect(await script()).toContain('second');
      expect(await timeOf(main)).toBe(builtAt);

      const shownAt = await timeOf(join(dist, 'web', 'index.html'));
      await own.say('changed');
      expect(await own.start()).toMatchObject({ code: 0, stdout: 'changed' });
      expect(await timeOf(join(dist, 'web', 'index.html'))).toBe(shownAt);
      expect(await script()).toContain('second');
    } finally {
      await own.remove();
    }
  });
});

describe.runIf(hasOrdinaryUser)('npm start by an ordinary user in an installation of root', () => {
  let copy: Project;

  beforeEach(async () => {
    copy = await makeProject();
    return () => copy.remove();
  });

  it('runs what is built, and explains that it cannot build', async () => {
    await copy.start();
    expect(await copy.start(NOBODY)).toMatchObject({ code: 0, stdout: 'hello', stderr: '' });
    await cp(join(copy.root, 'src', 'main.ts'), join(copy.root, 'src', 'other.ts'));
    const refused = await copy.start(NOBODY);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/may not write to .*: run \\?"npm run build\\?" as its owner\./);
  });
});
