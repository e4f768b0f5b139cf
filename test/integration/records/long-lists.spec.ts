import { readFile } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import { getDataSourceToken } from '@nestjs/typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicId } from '../../../src/common/index.js';
import { Vault } from '../../../src/database/index.js';
import { rowsRead } from '../../support/rows-read.js';
import { makePastPartitions } from '../../support/past-partitions.js';
import { startInspectionApi } from './inspection-api.js';
import type { InspectionApi } from './inspection-api.js';

const ROWS = 30_000;
const DAYS = 40;
/** A statement looks at one piece of a list at most, and at some rows around it. */
const MOST_ROWS = 16_000;
/** An id of few events, here 30, is looked for in a block of about 2,200 rows for each of them. */
const MOST_REFS = 70_000;
/** Ids in the data of one event in 1,000, and of every second one. */
const [RARE, COMMON] = ['session_rare', 'session_common'];

let api: InspectionApi;
let tenant: { id: string; endpoint: string };

beforeAll(async () => {
  api = await startInspectionApi();
  const script = await readFile(new URL('../../scale/fill-history.sql', import.meta.url), 'utf8');
  const client = await api.sql.connect();
  try {
    await client.query(
      `SELECT set_config('history.rows', '${ROWS}', false), set_config('history.days', '${DAYS}', false),
         set_config('history.bytes', '20', false), set_config('history.rare', $1, false),
         set_config('history.common', $2, false)`,
      [RARE, COMMON].map((id) => api.app.get(Vault).hashRef(id)),
    );
    await makePastPartitions((text) => client.query(text), DAYS);
    await client.query(script);
    await client.query('VACUUM ANALYZE event_refs');
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

const IS_SANDBOX = '(SELECT e.is_sandbox FROM events e WHERE e.id = d.event_id)';
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
  ['environment=sandbox', IS_SANDBOX],
  ['environment=live&code=418', `d.last_code = 418 AND NOT ${IS_SANDBOX}`],
  ['environment=sandbox&status=failed', `d.status = 'failed' AND ${IS_SANDBOX}`],
  ['status=succeeded&type=case.escalated', `d.event_type = 'case.escalated'`],
];

const PAGED = [
  'type=case.escalated',
  'code=418',
  'status=failed',
  'status=failed&code=418',
  'suspicious_success=true',
  'environment=sandbox',
  'environment=live&code=418',
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

it.each([
  'ref=session_common&type=session.approved',
  'subject=session_common&type=session.approved',
])('the pages of a long list have every event with %s', async (query) => {
  const { rows } = await api.sql.query<{ id: string }>(
    `SELECT e.id FROM events e WHERE e.tenant_id = $1 AND e.type = $2
       AND (e.subject_hash = $4 OR NOT $3) AND ($3 OR e.id IN (SELECT event_id FROM event_refs WHERE hash = $4))
     ORDER BY e.id DESC`,
    [
      tenant.id,
      query.slice(query.indexOf('type=') + 5),
      query.startsWith('subject'),
      api.app.get(Vault).hashRef(COMMON),
    ],
  );
  const ids = rows.map(({ id }) => publicId('event', id));
  expect(await all(`/v1/tenants/${publicId('tenant', tenant.id)}/events?${query}`)).toEqual(ids);
});

it.each([RARE, COMMON])(
  'the newest events of an id that many have are found at once: %s',
  async (id) => {
    const { rows } = await api.sql.query<{ event_id: string }>(
      'SELECT event_id FROM event_refs WHERE hash = $1 ORDER BY event_id DESC LIMIT 20',
      [api.app.get(Vault).hashRef(id)],
    );
    const { body } = await api.admin('GET', `/v1/search?q=${id}`);
    const hits = (body['data'] as { id: string; kind: string }[]).filter(
      ({ kind }) => kind === 'event',
    );
    expect(hits.slice(0, 20).map((hit) => hit.id)).toEqual(
      rows.map((row) => publicId('event', row.event_id)),
    );
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
      `subject=${COMMON}&type=case.claimed`,
      `ref=${COMMON}&type=case.claimed`,
      `ref=${COMMON}&subject=nothing`,
      `ref=${RARE}&type=case.claimed`,
    ].map((query) => `/v1/tenants/${ten}/events?${query}`),
    `/v1/tenants/${ten}/deliveries?`,
    '/v1/deliveries?',
    ...['nothing', COMMON, RARE, 'History'].map((q) => `/v1/search?q=${q}`),
    `/v1/search?q=${publicId('event', tenant.id)}`,
    `/v1/tenants/${ten}/audit?`,
    `/v1/tenants/${ten}/replays?endpoint_id=${endpoint}`,
    ...[
      '',
      '&tenant_id=history-7',
      '&type=case.escalated',
      '&tenant_id=history-7&type=case.claimed',
    ].map((query) => `/v1/rejected?${query}`),
  ];
  const source: DataSource = api.app.get(getDataSourceToken());
  for (const path of paths) {
    const statements = await statementsOf(source, () => api.admin('GET', path));
    for (const [text, values] of statements) {
      const rows = await source.transaction((manager) => rowsRead(manager, text, values));
      const most = text.includes('event_refs') ? MOST_REFS : MOST_ROWS;
      expect(rows, `${path}\n${text}`).toBeLessThan(most);
    }
  }
});

it('the events of a subject are looked through for a type in more than one statement', async () => {
  const source: DataSource = api.app.get(getDataSourceToken());
  const path = `/v1/tenants/${publicId('tenant', tenant.id)}/events?subject=${COMMON}&type=case.claimed`;
  const sent = await statementsOf(source, () => api.admin('GET', path));
  expect(sent.filter(([text]) => text.includes('FROM events e')).length).toBeGreaterThan(1);
});

type Sent = [text: string, values: unknown[]];

/** The reading statements that the API sends to the database for a request. */
async function statementsOf(source: DataSource, request: () => Promise<unknown>): Promise<Sent[]> {
  const sent: Sent[] = [];
  const { manager } = source;
  const query = manager.query.bind(manager);
  manager.query = (text: string, values: unknown[] = []) => {
    if (!text.trimStart().startsWith('INSERT')) sent.push([text, values]);
    return query(text, values);
  };
  try {
    await request();
  } finally {
    manager.query = query;
  }
  return sent;
}
