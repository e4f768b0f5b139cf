import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './app/index.js';

/** The build that an upgrade begins with: the last one without `sql/functions`. */
const FORMER = 'd821176c9100c1d5beb40659f6bb7c55192e1fae';
const NEEDED = [
  'src',
  'migrations',
  'scripts',
  'package.json',
  'package-lock.json',
  'nest-cli.json',
];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json'];

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
 * Builds the former build with the packages of this checkout and returns its directory, which is kept in
 * `.cache` for the next run. Building takes a minute on a slow machine.
 */
export async function makeFormerBuild(): Promise<string> {
  const place = join(ROOT, '.cache', `former-build-${FORMER.slice(0, 8)}`);
  if (!existsSync(place)) await checkOut(place);
  await promisify(execFile)(process.execPath, [join(place, 'scripts', 'build.mjs')]);
  return place;
}

async function checkOut(place: string): Promise<void> {
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  const draft = await mkdtemp(`${place}-`);
  const archive = execFileSync('git', ['archive', FORMER, ...NEEDED, ...SETTINGS], {
    cwd: ROOT,
    maxBuffer: 256 * 1024 * 1024,
  });
  execFileSync('tar', ['-x', '-C', draft], { input: archive });
  await symlink(join(ROOT, 'node_modules'), join(draft, 'node_modules'));
  // Another test process may have been quicker.
  await rename(draft, place).catch(() => rm(draft, { recursive: true, force: true }));
}
