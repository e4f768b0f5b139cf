import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './app/index.js';

/** The build that an upgrade begins with: the last one without `sql/functions`. */
const FORMER = 'd821176c9100c1d5beb40659f6bb7c55192e1fae';
const SETTINGS = ['package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
const NEEDED = ['src', 'migrations', ...SETTINGS];

/** Returns whether the history of this checkout reaches back to the former build. */
export function hasFormerBuild(): boolean {
  try {
    execFileSync('git', ['cat-file', '-e', `${FORMER}^{commit}`], { cwd: ROOT, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Compiles the former build with the packages and the compiler of this checkout and returns its directory,
 * which is kept in `.cache` for the next run. Compiling takes a minute on a slow machine.
 */
export async function makeFormerBuild(): Promise<string> {
  const place = join(ROOT, '.cache', `former-build-${FORMER.slice(0, 8)}`);
  if (existsSync(place)) return place;
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  const draft = await mkdtemp(`${place}-`);
  const archive = execFileSync('git', ['archive', FORMER, ...NEEDED], {
    cwd: ROOT,
    maxBuffer: 256 * 1024 * 1024,
  });
  execFileSync('tar', ['-x', '-C', draft], { input: archive });
  await symlink(join(ROOT, 'node_modules'), join(draft, 'node_modules'));
  const compiler = join(ROOT, 'scripts', 'compile.mjs');
  await promisify(execFile)(process.execPath, [compiler, 'tsconfig.build.json'], { cwd: draft });
  await mkdir(join(draft, 'scripts'));
  await writeFile(join(draft, 'scripts', 'start.mjs'), "import '../dist/src/main.js';\n");
  // Another test process may have been quicker.
  await rename(draft, place).catch(() => rm(draft, { recursive: true, force: true }));
  return place;
}
