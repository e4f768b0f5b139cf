import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtProgram, eventually, spawnPostrider, useLab } from '../support/app/index.js';

const lab = useLab();
const taken = createServer();
let takenPort: string;

beforeAll(async () => {
  await builtProgram();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  takenPort = String((taken.address() as AddressInfo).port);
});
afterAll(() => new Promise((resolve) => taken.close(resolve)));

/** What stderr says of a start that fails. */
const failedStart = async (dataDir: string, env: Record<string, string>): Promise<string> => {
  const running = await spawnPostrider({ dataDir, env });
  expect(await running.ended).toBe(1);
  return running.stderr();
};

it('a port in use is found before the embedded database starts, and named', async () => {
  const dataDir = await lab.directory();
  const said = await failedStart(dataDir, { PORT: takenPort });
  expect(said).toContain(`could not start: PORT ${takenPort} is in use on HOST 127.0.0.1: `);
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
});

it.each([
  ['192.0.2.1', 'HOST 192.0.2.1 is no address of this machine (EADDRNOTAVAIL)'],
  ['no-such-name.invalid', 'HOST no-such-name.invalid cannot be resolved'],
])('a HOST %s that cannot be bound is named before the database starts', async (HOST, problem) => {
  const dataDir = await lab.directory();
  expect(await failedStart(dataDir, { HOST })).toContain(problem);
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
});

it('a DATA_DIR that cannot be used is named', async () => {
  const file = join(await lab.directory(), 'file');
  await writeFile(file, '');
  for (const dataDir of [file, join(file, 'below')]) {
    expect(await failedStart(dataDir, {})).toContain(`DATA_DIR ${dataDir} cannot be used`);
  }
});

it('a file without certificates is named by its setting', async () => {
  const dataDir = await lab.directory();
  const said = await failedStart(dataDir, { EXTRA_CA_FILE: join(dataDir, 'none.pem') });
  expect(said).toBe(
    'EXTRA_CA_FILE must be the path of a file that holds PEM certificates (ENOENT)\n',
  );
});

/** Every line of both streams, which must be JSON with version and role. */
const logLines = (output: string, role: string): Record<string, unknown>[] => {
  const lines = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const line of lines) {
    expect(line).toMatchObject({
      level: expect.any(String) as string,
      time: expect.any(String) as string,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      role,
      msg: expect.any(String) as string,
    });
  }
  return lines;
};

it.each([
  [{}, 'DATABASE_URL is required in production'],
  [{ PORT: 'http' }, 'PORT must'],
  [{ DATABASE_URL: 'mysql://root:hunter2-secret@db/x' }, 'DATABASE_URL must'],
  [{ ROLE: 'worker' }, 'REDIS_URL is required'],
  [{ HOST: '192.0.2.1', EMBEDDED: '1' }, 'Postrider could not start: HOST 192.0.2.1'],
])('in production a start with %o says so in JSON alone', async (env, problem) => {
  const dataDir = await lab.directory();
  const running = await spawnPostrider({ dataDir, env: { ...env, NODE_ENV: 'production' } });
  expect(await running.ended).toBe(1);
  expect(running.output()).not.toContain('hunter2-secret');
  const lines = logLines(running.output(), 'ROLE' in env ? 'worker' : 'all');
  expect(lines.map(({ msg }) => msg)).toContainEqual(expect.stringContaining(problem));
});

it('in production everything that a process says is JSON, from its start to its end', async () => {
  const databaseUrl = await lab.database();
  const app = await lab.postrider({
    databaseUrl,
    role: 'all',
    // A library that prints, and a warning of Node.
    env: {
      NODE_ENV: 'production',
      NODE_OPTIONS: await importing(`
        process.on('SIGUSR2', () => {
          console.warn('printed', new Error('with a login redis://me:hunter2-secret@db'));
          process.emitWarning('careful');
        });`),
    },
  });
  process.kill(app.pid, 'SIGUSR2');
  await eventually(() => expect(app.output()).toContain('careful'));
  await app.stop();
  const said = logLines(app.output(), 'all').map(({ msg }) => msg);
  expect(said).toEqual(expect.arrayContaining(['Postrider is running', 'stopping']));
  expect(app.output()).not.toContain('hunter2-secret');
});

it.each(['unhandledRejection', 'uncaughtException'])(
  'an error that no code caught (%s) ends the process in order and shows no arguments',
  async (fault) => {
    const databaseUrl = await lab.database();
    const receiver = await lab.receiver();
    const raise = fault === 'uncaughtException' ? 'throw' : 'void Promise.reject';
    const app = await lab.postrider({
      databaseUrl,
      role: 'all',
      env: {
        METRICS_TOKEN: 'hunter2-secret',
        NODE_OPTIONS: await importing(`
          process.on('SIGUSR2', () => setTimeout(() => {
            ${raise} (Object.assign(new Error('AUTH hunter2-secret was refused'), {
              code: 'EREFUSED', command: { name: 'auth', args: ['me', 'hunter2-other'] } }));
          }));`),
      },
    });
    process.kill(app.pid, 'SIGUSR2');
    await eventually(() => expect(app.output()).toContain('"level":"fatal"'));
    expect(await app.stop()).toBe(1);
    const fatal = app
      .output()
      .split('\n')
      .find((line) => line.includes('"level":"fatal"'));
    expect(JSON.parse(fatal ?? '')).toMatchObject({
      fault,
      err: { type: 'Error', code: 'EREFUSED', message: 'AUTH [redacted] was refused' },
    });
    expect(app.output()).not.toMatch(/hunter2/);
    expect(receiver.requests).toEqual([]);
  },
);

/** A module to be run before the product, as NODE_OPTIONS names it. */
async function importing(source: string): Promise<string> {
  const file = join(await lab.directory(), 'before.mjs');
  await writeFile(file, source);
  return `--import=${file}`;
}
