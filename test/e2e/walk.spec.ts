import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createReceivingTenant, eventually, publish, ROOT, useLab } from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';

/** The walk of docs/ARCHITECTURE.md must not become longer. */
const MOST_FILES = 45;
/** Each room is entered once; the queue once for each transition: queued, leased, recorded. */
const ENTERED_AGAIN = ['src/queue', 'src/queue'];
/** How many events are followed. What did not run for each of them is not part of the walk. */
const FOLLOWED = 12;

const lab = useLab();
let app: Postrider;
let tenant: Tenant;
let database: Client;
let coverageFile: string;

beforeAll(async () => {
  const databaseUrl = await lab.database();
  coverageFile = join(await lab.directory(), 'coverage');
  const preload = pathToFileURL(join(ROOT, 'test', 'support', 'report-coverage.mjs')).href;
  app = await lab.postrider({
    databaseUrl,
    redisUrl: (await lab.redis()).url,
    asModules: true,
    env: { NODE_OPTIONS: `--import=${preload}`, COVERAGE_FILE: coverageFile },
  });
  const { url } = await lab.receiver();
  ({ tenant } = await createReceivingTenant(app, { url }));
  database = new Client({ connectionString: databaseUrl });
  await database.connect();
});
afterAll(() => database.end());

it('one event runs through the files that the walk in docs/ARCHITECTURE.md names', async () => {
  const walk = await documentedWalk();
  expect(new Set(walk).size).toBe(walk.length);
  expect(walk.length).toBeLessThanOrEqual(MOST_FILES);
  const rooms = walk.map((file) => file.split('/', 2).join('/'));
  const entered = rooms.filter((room, index) => room !== rooms[index - 1]);
  expect(entered.filter((room, index) => entered.indexOf(room) !== index)).toEqual(ENTERED_AGAIN);

  await followOne();
  const runs: Set<string>[] = [];
  for (let one = 0; one < FOLLOWED; one += 1) runs.push(await followOne());
  const neverRan = walk.filter((file) => !runs.some((run) => run.has(file)));
  expect(neverRan).toEqual([]);

  const ranEachTime = [...(runs[0] ?? [])].filter((file) => runs.every((run) => run.has(file)));
  let missing = ranEachTime.filter((file) => !walk.includes(file));
  // On a slow machine a background loop runs beside each event; it also runs when nothing is published.
  await eventually(async () => {
    const idle = await filesThatRan();
    missing = missing.filter((file) => !idle.has(file));
    expect(missing).toEqual([]);
  });
});

/** The source files that the section names, in its order. */
async function documentedWalk(): Promise<string[]> {
  const text = await readFile(join(ROOT, 'docs', 'ARCHITECTURE.md'), 'utf8');
  const [, section = ''] = /\n## The walk of one event\n(.*?)\n## /s.exec(text) ?? [];
  let room = '';
  return [...section.matchAll(/`(src\/[\w/-]+\/)`|`([\w/.-]+\.ts)`/g)].flatMap(
    ([, folder, file]) => {
      room = folder ?? room;
      return file === undefined ? [] : [room + file];
    },
  );
}

/** Publishes an event and waits until its attempt is on record, without a request to the process. */
async function followOne(): Promise<Set<string>> {
  await filesThatRan();
  const { id } = await publish(app, tenant);
  await eventually(async () => {
    const { rowCount } = await database.query(
      `SELECT FROM deliveries JOIN attempts ON attempts.delivery_id = deliveries.id
       WHERE deliveries.event_id = $1 AND deliveries.status = 'succeeded'`,
      [id.replace(/^evt_/, '')],
    );
    expect(rowCount).toBe(1);
  });
  return filesThatRan();
}

/** The source files of which a function has run since the last call. */
async function filesThatRan(): Promise<Set<string>> {
  const { length } = await readLines();
  process.kill(app.pid, 'SIGUSR2');
  return eventually(async () => {
    const line = (await readLines())[length];
    if (line === undefined) throw new Error('The process has not answered the signal yet.');
    const urls: string[] = JSON.parse(line);
    return new Set(
      urls.flatMap((url) => {
        const [, path] = /\/dist\/(src\/.+)\.js$/.exec(url) ?? [];
        return path === undefined ? [] : [`${path}.ts`];
      }),
    );
  });
}

async function readLines(): Promise<string[]> {
  const text = await readFile(coverageFile, 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
}
