import { readFile } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import { getDataSourceToken } from '@nestjs/typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicId } from '../../../src/common/index.js';
import { startInspectionApi } from './inspection-api.js';
import type { InspectionApi } from './inspection-api.js';

const ROWS = 30_000;
/** A statement looks at one piece of a list at most, and at some rows around it. */
const MOST_ROWS = 12_000;

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

let api: InspectionApi;
let tenant: { id: string; endpoint: string };

beforeAll(async () => {
  api = await startInspectionApi();
  const script = await readFile(new URL('../../scale/fill-history.sql', import.meta.url), 'utf8');
  const client = await api.sql.connect();
  try {
    await client.query(
      `SELECT set_config('history.rows', '${ROWS}', false), set_config('history.days', '40', false),
         set_config('history.bytes', '20', false)`,
    );
    await client.query(script);
    await client.query('ANALYZE');
    const { rows } = await client.query<{ id: string; endpoint: string }>(
      `SELECT t.id, min(e.id::text) AS endpoint FROM tenants t JOIN endpoints e ON e.tenant_id = t.id
       WHERE t.external_id = 'history-0' GROUP BY t.id`,
    );
    tenant = rows[0] ?? { id: '', endpoint: '' };
  } finally {
    client.release();
  }
});
afterAll(() => api.close());

/** Follows the cursors of a list to its end; returns the ids of all pages. */
async function all(path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const { body } = await api.admin('GET', `${path}&limit=200${cursor}`);
    ids.push(...(body['data'] as { id: string }[]).map(({ id }) => id));
    if (body['next_cursor'] === null) return ids;
    cursor = `&cursor=${body['next_cursor'] as string}`;
  }
}

const FILTERS: [query: string, condition: string][] = [
  ['type=case.escalated', `d.event_type = 'case.escalated'`],
  ['type=case.claimed', `false`],
  ['type=case.*', `d.event_type LIKE 'case.%'`],
  ['code=418', 'd.last_code = 418'],
  ['code=451', 'false'],
  ['status=failed', `d.status = 'failed'`],
  ['status=failed&code=418', `d.status = 'failed' AND d.last_code = 418`],
  ['reason=address_on_hold', 'false'],
  ['status=pending', 'false'],
  ['reason=backing_off', 'false'],
  ['suspicious_success=true', 'd.suspicious_success'],
  ['suspicious_success=true&code=500', 'false'],
  ['status=succeeded&type=case.escalated', `d.event_type = 'case.escalated'`],
];

const PAGED = [
  'type=case.escalated',
  'code=418',
  'status=failed',
  'status=failed&code=418',
  'suspicious_success=true',
];

it.each(FILTERS.filter(([query]) => PAGED.includes(query)))(
  'the pages of a long list have every delivery with %s',
  async (query, condition) => {
    const { rows } = await api.sql.query<{ id: string }>(
      `SELECT d.id FROM deliveries d WHERE d.tenant_id = $1 AND ${condition} ORDER BY d.id DESC`,
      [tenant.id],
    );
    const ids = rows.map(({ id }) => publicId('delivery', id));
    const ten = publicId('tenant', tenant.id);
    expect(await all(`/v1/tenants/${ten}/deliveries?${query}`)).toEqual(ids);
    expect((await all(`/v1/deliveries?${query}`)).filter((id) => ids.includes(id))).toEqual(ids);
  },
);

it('no statement of a list looks at more than a piece of it', async () => {
  const ten = publicId('tenant', tenant.id);
  const endpoint = publicId('endpoint', tenant.endpoint);
  const paths = [
    ...FILTERS.flatMap(([query]) => [
      `/v1/tenants/${ten}/deliveries?${query}`,
      `/v1/tenants/${ten}/deliveries?endpoint_id=${endpoint}&${query}`,
      `/v1/deliveries?${query}`,
      `/v1/deliveries?tenant_id=history-7&${query}`,
    ]),
    ...[
      '',
      'type=case.escalated',
      'type=case.claimed',
      'type=case.*',
      'ref=nothing',
      'subject=nothing',
    ].map((query) => `/v1/tenants/${ten}/events?${query}`),
    `/v1/tenants/${ten}/deliveries?`,
    '/v1/deliveries?',
    '/v1/search?q=nothing',
    `/v1/search?q=${publicId('event', tenant.id)}`,
    `/v1/tenants/${ten}/audit?`,
    `/v1/tenants/${ten}/replays?endpoint_id=${endpoint}`,
    '/v1/rejected?type=case.escalated',
  ];
  const source: DataSource = api.app.get(getDataSourceToken());
  for (const path of paths) {
    const statements = await statementsOf(source, () => api.admin('GET', path));
    for (const [text, values] of statements) {
      const [plan] = await plansOf(source, text, values);
      expect(plan && mostRows(plan), `${path}\n${text}`).toBeLessThan(MOST_ROWS);
    }
  }
});

type Sent = [text: string, values: unknown[]];

/** The reading statements that the API sends to the database for a request. */
async function statementsOf(source: DataSource, request: () => Promise<unknown>): Promise<Sent[]> {
  const sent: Sent[] = [];
  const { manager } = source;
  const query = manager.query.bind(manager);
  manager.query = (text: string, values: unknown[] = []) => {
    sent.push([text, values]);
    return query(text, values);
  };
  try {
    await request();
  } finally {
    manager.query = query;
  }
  return sent;
}

/** Without sequential scans, which the planner may choose for small partitions only. */
async function plansOf(source: DataSource, text: string, values: unknown[]): Promise<PlanNode[]> {
  return source.transaction(async (manager) => {
    await manager.query('SET LOCAL enable_seqscan = off');
    const [row] = await manager.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
      values,
    );
    return (row?.['QUERY PLAN'] ?? []).map(({ Plan }) => Plan);
  });
}

function mostRows(node: PlanNode): number {
  const { 'Actual Rows': rows, 'Actual Loops': loops, Plans: below = [] } = node;
  const removed =
    (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return Math.max((rows + removed) * loops, ...below.map(mostRows));
}
