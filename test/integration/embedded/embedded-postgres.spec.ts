import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../src/database/embedded/index.js';
import { queryRows } from '../../support/services/admin-query.js';
import { guard, type Guard } from '../../support/services/index.js';
import { compileLauncher, type Compiled } from './compiled.js';
import { startHolder } from './holder.js';
import { makePlace, type Place } from './place.js';

const run = promisify(execFile);
const warnings: string[] = [];
const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };

let compiled: Compiled;
/** A server that was started and stopped once: a copy is quicker than a new one. */
let seed: Place;
let place: Place;
const guards: Guard[] = [];
let running: EmbeddedPostgres | undefined;

beforeAll(async () => {
  compiled = await compileLauncher();
  seed = await makePlace();
  await (await startEmbeddedPostgres({ dataDir: seed.dataDir, log })).stop();
});
afterAll(async () => {
  await seed.remove();
  await compiled.remove();
});

beforeEach(async () => {
  warnings.length = 0;
  place = await makePlace();
  await run('cp', ['-a', seed.dataDir, place.dataDir]);
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  for (const kept of guards.splice(0)) kept.forget();
  await place.remove();
});

async function start(): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ dataDir: place.dataDir, log });
  guards.push(guard({ pid: running.pid }));
  return running;
}

/** Every path with its kind, size, owner, time and content. */
async function treeOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const described = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const { mode, uid, size, mtimeMs } = await lstat(path);
    const content = entry.isFile() ? createHash('sha256').update(await readFile(path)) : undefined;
    return [path, mode, uid, size, mtimeMs, content?.digest('hex')].join(' ');
  });
  return (await Promise.all(described)).toSorted();
}

async function overwrite(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0x5a, 100, 104));
}

const zero = (path: string): Promise<void> => writeFile(path, Buffer.alloc(16 * 1024 * 1024));

async function emptyLog(cluster: string, how: (file: string) => Promise<void>): Promise<void> {
  const log = join(cluster, 'pg_wal');
  for (const name of await readdir(log))
    if (/^[0-9A-F]{24}$/.test(name)) await how(join(log, name));
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the embedded server', () => {
  it('finds its data again at the next start', async () => {
    const first = await start();
    await queryRows(first.url, `CREATE TABLE kept AS SELECT 'still here' AS word`);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(await queryRows(second.url, 'SELECT word FROM kept')).toEqual([{ word: 'still here' }]);
    expect(warnings).toEqual([]);
  });

  it('loses nothing that was committed, in UTF-8, and speaks to the loopback only', async () => {
    const { url } = await start();
    const rows = await queryRows(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit',
       'full_page_writes', 'server_encoding', 'listen_addresses', 'unix_socket_directories')
       ORDER BY name`,
    );
    expect(rows).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
  });

  it('lets no client in without the password, which only its owner can read', async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(queryRows(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const file = join(place.dataDir, 'postgres-password');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).trim()).toBe(new URL(url).password);
  });

  it('refuses a second start in the same directory and names who has it', async () => {
    const holder = await startHolder(compiled, place.dataDir);
    await expect(start()).rejects.toMatchObject({
      name: 'DataDirUnavailable',
      message: expect.stringContaining(`in use by process ${holder.pid}`) as string,
    });
    expect(await queryRows(holder.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await holder.stop()).toBe(0);
    await start();
  });

  it('lets one of several that start at once have the directory', async () => {
    const starts = await Promise.allSettled(
      [1, 2, 3].map(() => startHolder(compiled, place.dataDir)),
    );
    const up = starts.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(up).toHaveLength(1);
    const refusals = starts.flatMap((result) =>
      result.status === 'rejected' ? [String(result.reason)] : [],
    );
    const refused = expect.stringContaining('is in use by') as string;
    expect(refusals).toEqual([refused, refused]);
    expect(await up[0]?.stop()).toBe(0);
  });

  it('recovers from kill -9 of its process, whose server lived on', async () => {
    const holder = await startHolder(compiled, place.dataDir);
    await queryRows(holder.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await holder.kill();
    expect(isAlive(holder.serverPid)).toBe(true);
    const next = await start();
    expect(await queryRows(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(warnings).toEqual([expect.stringContaining(String(holder.serverPid))]);
  });

  it('recovers from a crash of everything', async () => {
    const holder = await startHolder(compiled, place.dataDir);
    await queryRows(holder.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await holder.kill();
    process.kill(holder.serverPid, 'SIGKILL');
    const next = await start();
    expect(await queryRows(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('is not fooled by a pid file whose number belongs to another process now', async () => {
    await (await start()).stop();
    const cluster = join(place.dataDir, 'postgres', 'cluster');
    const { uid, gid } = await stat(cluster);
    const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
    const pid = stranger.pid ?? 0;
    await writeFile(join(cluster, 'postmaster.pid'), `${pid}\n${cluster}\n`);
    const next = await start();
    expect(await queryRows(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(isAlive(pid)).toBe(true);
    stranger.kill();
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'is started again, at the same port, after %s',
    async (signal) => {
      const server = await start();
      const { pid, url } = server;
      await queryRows(url, 'CREATE TABLE kept AS SELECT 1 AS one');
      process.kill(pid, signal);
      await vi.waitFor(
        async () => {
          expect(server.pid).not.toBe(pid);
          expect(await queryRows(url, 'SELECT * FROM kept')).toEqual([{ one: 1 }]);
        },
        { timeout: 20_000, interval: 50 },
      );
      guards.push(guard({ pid: server.pid }));
      await server.stop();
      expect(isAlive(server.pid)).toBe(false);
    },
  );

  it.each([
    ['PG_VERSION is missing', (cluster: string) => rm(join(cluster, 'PG_VERSION'))],
    ['PG_VERSION is empty', (cluster: string) => truncate(join(cluster, 'PG_VERSION'))],
    ['pg_control is missing', (cluster: string) => rm(join(cluster, 'global', 'pg_control'))],
    [
      'pg_control is damaged',
      (cluster: string) => overwrite(join(cluster, 'global', 'pg_control')),
    ],
    ['pg_control is damaged', (cluster: string) => truncate(join(cluster, 'global', 'pg_control'))],
    ['checkpoint needs is missing', (cluster: string) => emptyLog(cluster, (file) => rm(file))],
    ['checkpoint cannot be found', (cluster: string) => emptyLog(cluster, zero)],
  ])('leaves a damaged database as it is, and says that %s', async (what, damage) => {
    const cluster = join(place.dataDir, 'postgres', 'cluster');
    await damage(cluster);
    const before = await treeOf(place.dataDir);
    await expect(start()).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          new RegExp(`The database in ${cluster} is damaged: .*${what}.* Restore .* from a backup`),
        ) as string,
      }) as Error,
    );
    expect(await treeOf(place.dataDir)).toEqual(before);
  });

  it('says what is missing when its password is gone', async () => {
    await (await start()).stop();
    await rm(join(place.dataDir, 'postgres-password'));
    await expect(start()).rejects.toThrow('postgres-password is missing');
  });
});
