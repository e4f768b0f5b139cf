import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { startProduct } from '../bench/product-process.js';
import { storeHistory } from './history.js';
import { cpuMsOfFamily } from '../bench/process-cost.js';
import { listPaths, statisticsPaths } from './list-paths.js';
import { startScaleDatabase } from './scale-database.js';

interface Run {
  rows: number;
  runs: number;
  /** Only paths that contain this text. */
  only: string;
  main: string;
}

/** Sends a request to the API and returns the parsed answer; throws for a status that is not 2xx. */
export type Call = <Answer>(method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>;

interface ListPage {
  data?: unknown;
  next_cursor?: string | null;
  has_more?: boolean;
}

/** Prints a table: path, p50 and p95 in milliseconds, rows of the page and whether more may follow. */
export async function timeLists({ rows, runs, only, main }: Run): Promise<void> {
  const database = await startScaleDatabase();
  const sql = new Client({ connectionString: database.url });
  const adminKey = randomBytes(32).toString('hex');
  const product = await startProduct({
    main,
    settings: {
      DATABASE_URL: database.url,
      ROLE: 'all',
      ADMIN_API_KEY: adminKey,
      ENCRYPTION_KEYS: `scale:${randomBytes(32).toString('base64')}`,
      LOG_LEVEL: 'warn',
      NODE_ENV: 'development',
    },
    options: { nodeFlags: [], profileDir: undefined },
  });
  const call: Call = async (method, path, body) => {
    const response = await fetch(product.url + path, {
      method,
      headers: {
        authorization: `Bearer ${adminKey}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return JSON.parse(await response.text());
  };
  const time = async (path: string): Promise<void> => {
    const times: number[] = [];
    let page = await call<ListPage>('GET', path);
    for (let run = 0; run < runs; run += 1) {
      const startedMs = performance.now();
      page = await call('GET', path);
      times.push(performance.now() - startedMs);
    }
    console.log(`| ${spell(path)} | ${quantiles(times)} | ${extent(page)} |`);
  };
  try {
    await sql.connect();
    const history = await storeHistory(sql, call, { rows, days: 60 });
    console.log(await countHistory(call, database.pid, rows));
    const paths = [...(await listPaths(call, history)), ...statisticsPaths(history)];
    for (const path of paths.filter((one) => one.includes(only))) await time(path);
  } finally {
    await sql.end();
    await product.stop();
    await database.stop();
  }
}

/** Waits until the statistics have counted the history; returns what that cost. */
async function countHistory(call: Call, serverPid: number, rows: number): Promise<string> {
  const startedMs = performance.now();
  const startedCpuMs = cpuMsOfFamily(serverPid);
  const isBehind = async (): Promise<boolean> => {
    const { as_of: asOf } = await call<{ as_of: string }>('GET', '/v1/stats?measures=events');
    return Date.now() - Date.parse(asOf) > 120_000;
  };
  while (await isBehind()) await pause(1_000);
  const cpuMs = cpuMsOfFamily(serverPid) - startedCpuMs;
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  return `counted in ${seconds} s: ${((cpuMs * 1_000) / rows).toFixed(1)} µs of PostgreSQL for an event, its delivery and its attempt`;
}

/** Of this page, 'more' if others may follow. */
function extent({ data, next_cursor: next, has_more: more = next != null }: ListPage): string {
  return Array.isArray(data) ? `${data.length}${more ? ', more' : ''}` : '';
}

function quantiles(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(share * times.length) - 1] ?? 0).toFixed(1);
  return `${at(0.5)} | ${at(0.95)}`;
}

/** Ids and cursors say nothing to the reader. */
function spell(path: string): string {
  return path
    .replaceAll(/_[0-9a-f]{32}/g, '_…')
    .replace(/(cursor|after)=[\w.-]{22,}/, '$1=…')
    .replace('?&', '?');
}
