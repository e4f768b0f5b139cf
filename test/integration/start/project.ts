import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('../../../', import.meta.url));
/** The lock of a build, which is the one of a data directory. */
export const LOCK_FILE = 'src/database/embedded/pipe-lock.mjs';
const COPIED = ['scripts', LOCK_FILE, 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

/** What a run of `npm start` said, and how it ended. */
export interface Run {
  code: number | string;
  stdout: string;
  stderr: string;
}

/** A project of one source file that has this one's scripts and compiler settings. */
export interface Project {
  root: string;
  /** Writes `src/main.ts`, which prints a line. */
  say(word: string): Promise<void>;
  /** Writes a page of the web application, whose script prints a line. */
  show(word: string): Promise<void>;
  /** `node scripts/start.mjs` with what it starts. */
  start(user?: { uid: number; gid: number }): Promise<Run>;
  /** The same, still running; inside a container where one is named. */
  spawn(inside?: readonly string[]): ChildProcess;
  remove(): Promise<void>;
}

export async function makeProject(): Promise<Project> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'postrider-project-')));
  await chmod(root, 0o755);
  for (const name of COPIED) await cp(join(HERE, name), join(root, name), { recursive: true });
  await symlink(join(HERE, 'node_modules'), join(root, 'node_modules'));
  for (const folder of ['migrations', 'sql/functions']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await writeFile(join(root, 'package.json'), '{ "type": "module" }');
  await writeFile(join(root, 'package-lock.json'), '{}');
  const script = join(root, 'scripts', 'start.mjs');
  const say = (word: string) =>
    writeFile(join(root, 'src', 'main.ts'), `console.log('${word}' satisfies string);\n`);
  const show = async (word: string): Promise<void> => {
    await mkdir(join(root, 'web', 'src'), { recursive: true });
    await cp(join(HERE, 'web', 'vite.config.ts'), join(root, 'web', 'vite.config.ts'));
    await writeFile(
      join(root, 'web', 'index.html'),
      '<script type="module" src="/src/main.tsx"></script>',
    );
    await writeFile(join(root, 'web', 'src', 'main.tsx'), `console.log('${word}' as string);\n`);
  };
  await say('hello');
  return {
    root,
    say,
    show,
    start: (user) => run(script, user),
    spawn: (inside = []) => {
      const [program, ...rest] = [...inside, process.execPath, script];
      return spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

function run(script: string, user?: { uid: number; gid: number }): Promise<Run> {
  const env = { ...process.env, NODE_ENV: 'production' };
  return new Promise((resolve) => {
    execFile(process.execPath, [script], { ...user, cwd: '/', env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout: stdout.trim(), stderr: stderr.trim() });
    });
  });
}
