import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { publicId } from '../../src/common/index.js';
import { startProduct } from '../bench/product-process.js';
import { sampleData } from '../bench/sample-event.js';
import { startScaleDatabase } from './scale-database.js';

interface Run {
  rows: number;
  runs: number;
  main: string;
}

/** Prints a table: path, p50 and p95 in milliseconds, and whether the page was complete. */
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
  const get = async (path: string): Promise<{ data?: unknown[]; next_cursor?: string | null }> => {
    const response = await fetch(product.url + path, {
      headers: { authorization: `Bearer ${adminKey}` },
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as { data?: unknown[]; next_cursor?: string | null };
  };
  try {
    await sql.connect();
    await fill(sql, rows);
    for (const path of await pathsOf(sql, product.url, adminKey)) {
      const times: number[] = [];
      let answer = await get(path);
      for (let run = 0; run < runs; run += 1) {
        const startedMs = performance.now();
        answer = await get(path);
        times.push(performance.now() - startedMs);
      }
      times.sort((a, b) => a - b);
      const at = (share: number): string => (times[Math.ceil(share * runs) - 1] ?? 0).toFixed(1);
      const { data, next_cursor: next } = answer;
      const page = data === undefined ? '' : `${data.length}${next == null ? '' : ', more'}`;
      console.log(
        `| ${path.replaceAll(/_[0-9a-f]{32}/g, '_…')} | ${at(0.5)} | ${at(0.95)} | ${page} |`,
      );
    }
  } finally {
    await sql.end();
    await product.stop();
    await database.stop();
  }
}

async function fill(sql: Client, rows: number): Promise<void> {
  const script = await readFile(new URL('fill-history.sql', import.meta.url), 'utf8');
  await sql.query(`SELECT set_config('history.rows', '${rows}', false), set_config('history.days', '60', false),
    set_config('history.bytes', '600', false), set_config('synchronous_commit', 'off', false)`);
  await sql.query(script);
  await sql.query('VACUUM ANALYZE');
}

/** Every list with its filters, alone and together, for a large tenant, a small one and all tenants. */
async function pathsOf(sql: Client, url: string, adminKey: string): Promise<string[]> {
  const { rows } = await sql.query<{ id: string; endpoint: string }>(
    `SELECT t.id, min(e.id::text) AS endpoint FROM tenants t JOIN endpoints e ON e.tenant_id = t.id
     WHERE t.external_id IN ('history-0', 'history-7') GROUP BY t.id, t.external_id ORDER BY t.external_id`,
  );
  const [large, small] = rows.map(({ id }) => publicId('tenant', id));
  const endpoint = publicId('endpoint', rows[0]?.endpoint ?? '');
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tenant_id: large, type: 'session.approved', data: sampleData(1) }),
  });
  const { id: event } = (await response.json()) as { id: string };
  const filters = `
    status=pending status=succeeded status=failed status=held status=skipped
    reason=attempts_exhausted reason=backing_off reason=address_on_hold
    type=session.approved type=case.escalated type=case.claimed type=case.* type=session.*
    code=200 code=500 code=418 code=451 suspicious_success=true suspicious_success=false
    status=failed&code=451 status=failed&type=case.claimed status=succeeded&type=case.claimed
    suspicious_success=true&code=500 type=case.claimed&since=2020-01-01 code=451&until=2100-01-01`.split(
    /\s+/,
  );
  return [
    ...[
      `/v1/tenants/${large}/deliveries?`,
      `/v1/tenants/${small}/deliveries?`,
      '/v1/deliveries?',
      `/v1/tenants/${large}/deliveries?endpoint_id=${endpoint}&`,
    ].flatMap((path) => filters.map((filter) => path + filter)),
    ...[large, small].flatMap((tenant) =>
      [
        '',
        'type=case.escalated',
        'type=case.claimed',
        'type=case.*',
        'ref=nothing',
        'subject=nothing',
        'ref=session_00000001',
        'ref=session_00000001&type=case.claimed',
        'subject=nothing&type=case.claimed',
        'type=case.claimed&since=2020-01-01',
      ].map((filter) => `/v1/tenants/${tenant}/events?${filter}`),
    ),
    `/v1/tenants/${large}/events/${event}`,
    `/v1/tenants/${large}/deliveries?event_id=${event}`,
    `/v1/tenants/${large}/subjects/session_00000001`,
    `/v1/tenants/${large}/events/feed?limit=100&wait=0`,
    `/v1/tenants/${large}/endpoints`,
    `/v1/tenants/${large}/replays`,
    `/v1/tenants/${large}/audit`,
    '/v1/rejected?type=case.claimed',
    ...['nothing', 'session_00000001', event, 'receiver-3.example', 'History 7'].map(
      (q) => `/v1/search?q=${encodeURIComponent(q)}`,
    ),
  ];
}
