import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startProduct } from '../bench/product-process.js';
import { storeHistory } from './history.js';
import { listPaths } from './list-paths.js';
import { startScaleDatabase } from './scale-database.js';

interface Run {
  rows: number;
  runs: number;
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
export async function timeLists({ rows, runs, main }: Run): Promise<void> {
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
    const history = await storeHistory(sql, call, rows);
    for (const path of await listPaths(call, history)) await time(path);
  } finally {
    await sql.end();
    await product.stop();
    await database.stop();
  }
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
