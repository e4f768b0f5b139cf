import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { parseId } from '../../src/common/index.js';
import { startProduct } from '../bench/product-process.js';
import { storeHistory } from './history.js';
import type { Shape } from './history.js';
import { cpuMsOfFamily } from '../bench/process-cost.js';
import { listPaths, statisticsPaths } from './list-paths.js';
import { pagePaths } from './page-paths.js';
import { startScaleDatabase } from './scale-database.js';
import { sealRecords } from './seal-records.js';

interface Run {
  /** What pages send, of many tenants; else every list, of few. */
  isOfPages: boolean;
  /** Deliveries. */
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

const DELIVERIES_OF_EVENT = 3;

/** What is stored before pages are measured: most of it belongs to one of 1,001 tenants. */
const shapeOfPages = (deliveries: number): Shape => ({
  rows: Math.ceil(deliveries / DELIVERIES_OF_EVENT),
  days: 90,
  tenants: 1_000,
  share: 60,
  endpoints: 4,
  fanout: DELIVERIES_OF_EVENT,
  tries: 5,
});

/** Prints a table: path, p50 and p95 in milliseconds, rows of the page and whether more may follow. */
export async function timeLists({ isOfPages, rows, runs, only, main }: Run): Promise<void> {
  const database = await startScaleDatabase();
  const sql = new Client({ connectionString: database.url });
  const adminKey = randomBytes(32).toString('hex');
  const masterKey = randomBytes(32);
  const product = await startProduct({
    main,
    settings: {
      DATABASE_URL: database.url,
      ROLE: 'all',
      ADMIN_API_KEY: adminKey,
      ENCRYPTION_KEYS: `scale:${masterKey.toString('base64')}`,
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
    const shape = isOfPages ? shapeOfPages(rows) : { rows, days: 60 };
    const history = await storeHistory(sql, call, shape);
    console.log(await countHistory(call, database.pid, shape.rows));
    if (isOfPages) {
      const tenants = [history.large, history.small].map((id) => parseId('tenant', id) ?? '');
      await sealRecords({ url: database.url, masterKey, tenants, before: history.middle });
      await makeTotals(sql);
    }
    const paths = isOfPages
      ? await pagePaths(call, history)
      : [...(await listPaths(call, history)), ...statisticsPaths(history)];
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
    // On a loaded machine this may time out while the history is counted.
    const answer = call<{ as_of: string }>('GET', '/v1/stats?measures=events');
    const { as_of: asOf } = await answer.catch(() => ({ as_of: new Date(0).toISOString() }));
    return Date.now() - Date.parse(asOf) > 120_000;
  };
  while (await isBehind()) await pause(1_000);
  const cpuMs = cpuMsOfFamily(serverPid) - startedCpuMs;
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  return `counted in ${seconds} s: ${((cpuMs * 1_000) / rows).toFixed(1)} µs of PostgreSQL for an event, its delivery and its attempt`;
}

/** Waits until the totals of the hours and days that are over are made, without the usual wait. */
async function makeTotals(sql: Client): Promise<void> {
  const over = `time + ('1 ' || step)::interval <= now()`;
  await sql.query(`UPDATE statistics_stale SET due_at = now() WHERE ${over}`);
  const isBehind = async (): Promise<boolean> => {
    const { rows } = await sql.query(`SELECT FROM statistics_stale WHERE ${over} LIMIT 1`);
    return rows.length > 0;
  };
  while (await isBehind()) await pause(1_000);
  await sql.query('VACUUM ANALYZE');
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
