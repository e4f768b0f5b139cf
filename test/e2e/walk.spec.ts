import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createReceivingTenant, eventually, publish, ROOT, useLab } from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';

/** So many events are followed; what did not run for each of them is not part of the way. */
const FOLLOWED = 8;
const MOST_FILES = 45;

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
    env: { NODE_OPTIONS: `--import=${preload}`, COVERAGE_FILE: coverageFile },
  });
  const { url } = await lab.receiver();
  ({ tenant } = await createReceivingTenant(app, { url }));
  database = new Client({ connectionString: databaseUrl });
  await database.connect();
});
afterAll(() => database.end());

/** The source files that have run since the last call. */
async function filesThatRan(): Promise<string[]> {
  const lines = await readLines();
  process.kill(app.pid, 'SIGUSR2');
  return eventually(async () => {
    const line = (await readLines())[lines.length];
    if (line === undefined) throw new Error('The process has not answered the signal yet.');
    const urls: string[] = JSON.parse(line);
    return urls.flatMap((url) => {
      const [, path] = /\/dist\/(src\/.+)\.js$/.exec(url) ?? [];
      return path === undefined ? [] : [`${path}.ts`];
    });
  });
}

async function readLines(): Promise<string[]> {
  const text = await readFile(coverageFile, 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
}

/** Publishes an event and waits until its attempt is on record, without asking the process. */
async function followOne(): Promise<string[]> {
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

it('prints', async () => {
  await followOne();
  const runs: string[][] = [];
  for (let one = 0; one < FOLLOWED; one += 1) runs.push(await followOne());
  const files = (runs[0] ?? []).filter((file) => runs.every((run) => run.includes(file)));
  console.log(files.toSorted().join('\n'), files.length, new Set(runs.flat()).size, MOST_FILES);
});
