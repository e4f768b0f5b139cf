import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The target of Debian's `redis-server` link; the program depends on the name that it is started by. */
const PROGRAM = join('root', 'usr', 'bin', 'redis-check-rdb');

/** A program that was unpacked, not installed. */
export interface UnpackedRedis {
  program: string;
  libraryPath: string;
}

/**
 * Debian's Redis, downloaded and unpacked under `cache`, or what was unpacked there before. Works
 * for an ordinary user and for root alike: apt keeps its lists, archives and hooks in `cache` and
 * leaves the host as it is. Throws where there is no apt, no network or no such package.
 */
export async function downloadRedis(cache: string): Promise<UnpackedRedis> {
  const place = join(cache, `${process.platform}-${process.arch}`);
  if (!existsSync(join(place, PROGRAM))) await download(cache, place);
  return { program: join(place, PROGRAM), libraryPath: (await libraries(place)).join(':') };
}

async function download(cache: string, place: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'work-'));
  try {
    await unpack(work, await fetchPackages(work));
    await chmod(join(work, 'unpacked'), 0o755);
    await rename(join(work, 'unpacked'), place).catch((error: NodeJS.ErrnoException) => {
      // Another process has downloaded the same file meanwhile.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchPackages(work: string): Promise<string[]> {
  const env = { ...process.env, LC_ALL: 'C', APT_CONFIG: await writeAptConfig(work) };
  // Lists of third parties may fail to load; whether Redis is found decides.
  await run('apt-get', ['-q', 'update'], { env }).catch(() => undefined);
  const plan = ['-s', 'install', '--no-install-recommends', 'redis-server'];
  const { stdout } = await run('apt-get', plan, { env });
  const missing = [...stdout.matchAll(/^Inst (\S+)/gm)].flatMap(([, name]) => name ?? []);
  // A host that has redis-tools would not list it, and it holds the program.
  const names = [...new Set([...missing, 'redis-tools'])];
  await run('apt-get', ['-q', 'download', ...names], { env, cwd: work });
  return (await readdir(work)).filter((name) => name.endsWith('.deb'));
}

async function unpack(work: string, packages: string[]): Promise<void> {
  const root = join(work, 'unpacked', 'root');
  await mkdir(root, { recursive: true });
  for (const name of packages) await run('dpkg-deb', ['-x', join(work, name), root]);
}

/** The host's way to the network, its sources and keys; nothing of its hooks, lists or archives. */
async function writeAptConfig(work: string): Promise<string> {
  const { stdout } = await run('apt-config', ['dump']);
  const network = stdout.split('\n').filter((line) => /^Acquire::(https?|ftp|Retries)/i.test(line));
  const directories = ['state/lists/partial', 'cache/archives/partial', 'parts', 'log'];
  for (const name of directories) await mkdir(join(work, name), { recursive: true });
  const file = join(work, 'apt.conf');
  const lines = [
    ...network,
    `Dir::State "${work}/state/";`,
    'Dir::State::status "/var/lib/dpkg/status";',
    `Dir::Cache "${work}/cache/";`,
    `Dir::Log "${work}/log/";`,
    `Dir::Etc::parts "${work}/parts/";`,
    'Dir::Etc::main "/dev/null";',
    'Acquire::Languages "none";',
    // Only root may become another user, and that one could not write here.
    'APT::Sandbox::User "";',
    'Debug::NoLocking "1";',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

async function libraries(place: string): Promise<string[]> {
  const lib = join(place, 'root', 'usr', 'lib');
  const entries = await readdir(lib, { recursive: true });
  const directories = entries.filter((name) => /\.so(\.|$)/.test(name)).map(dirname);
  return [...new Set(directories)].map((name) => join(lib, name));
}
