import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger, parseId } from '../../../src/common/index.js';
import { HotPool, SealedTexts } from '../../../src/database/index.js';
import { EndpointAddresses, SendingEndpoints } from '../../../src/endpoints/index.js';
import { clearRows, SealRows, warnOfClearRows } from '../../../src/sealing/index.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';

const [NAME, TOKEN, ADDRESS, FORMER] = [
  'Nordbank Überseekredit 24',
  'tok_7d2e11',
  'jane.doe@example.com',
  'former@example.com',
];
const URL_WITH_TOKEN = `https://hooks.example.com/in?key=${TOKEN}`;

let api: InspectionApi;
let tenant: string;
let own: Call;
let webhook: string;
let email: string;
let waiting: string;

/** Everything that the tables hold, as text. */
async function stored(): Promise<string> {
  const tables = ['tenants', 'endpoints', 'deliveries', 'delivery_queue', 'attempts'];
  const beside = ['held_addresses', 'mail_recipients', 'mail_windows'];
  const texts: string[] = [];
  for (const table of [...tables, ...beside]) {
    const { rows } = await api.sql.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

const search = async (q: string): Promise<unknown> => {
  const { body } = await api.admin('GET', `/v1/search?q=${encodeURIComponent(q)}`);
  const hits = body['data'] as { kind: string; id: string }[];
  return hits.filter(({ kind }) => kind !== 'event').map(({ id }) => id);
};

function sealRows(): SealRows {
  const { app } = api;
  const addresses = app.get(EndpointAddresses, { strict: false });
  return new SealRows(app.get(DataSource), app.get(SealedTexts), addresses);
}

/** What a release without sealing leaves behind. */
async function plantInClear(): Promise<void> {
  tenant = await api.createTenant({ name: NAME });
  own = await api.createKey('tenant', tenant);
  webhook = await api.createEndpoint(tenant, { url: URL_WITH_TOKEN });
  email = await api.createEndpoint(tenant);
  const id = parseId('endpoint', email);
  // This API has no mail server, so that it would refuse to create one.
  await api.sql.query(
    `UPDATE endpoints SET channel = 'email', url = NULL, signing = '[]', recipients = $2 WHERE id = $1`,
    [id, [ADDRESS]],
  );
  await api.sql.query(`INSERT INTO held_addresses VALUES ($1, $2, 'smtp_550')`, [id, ADDRESS]);
  await api.sql.query('UPDATE tenants SET fanout_version = fanout_version + 1');
  const event = await api.publish(tenant);
  const { rows } = await api.sql.query<{ id: string }>(
    `SELECT 'dlv_' || replace(id::text, '-', '') AS id FROM deliveries WHERE recipient = $1`,
    [ADDRESS],
  );
  waiting = rows[0]?.id ?? '';
  const deliveries = await api.deliveriesOf(tenant, event);
  const [sent = ''] = deliveries.filter((one) => one !== waiting);
  await api.attempt(sent, 200);
  await api.sql.query('UPDATE attempts SET url = $1', [URL_WITH_TOKEN]);
  await api.publish(tenant, { session_id: 's2', external_ref: null, is_sandbox: false });
  await api.sql.query(
    `UPDATE deliveries SET recipient = $1, status = 'succeeded', settled_at = now()
     WHERE recipient = $2 AND id <> $3`,
    [FORMER, ADDRESS, parseId('delivery', waiting)],
  );
}

beforeAll(async () => {
  api = await startInspectionApi();
  await api.sql.query(`UPDATE sealing SET is_on = false, stage = 'tenants'`);
});
afterAll(() => api.close());

describe('rows of a release that did not seal them', () => {
  it('are written in clear as long as its processes may run', async () => {
    await plantInClear();
    const text = await stored();
    for (const value of [NAME, TOKEN, ADDRESS, FORMER]) expect(text).toContain(value);
    expect(await clearRows(api.app.get(HotPool))).toContain('are stored in clear');
    expect(await search('kredit')).toEqual([tenant]);
  });

  it('are sealed by a pass, which goes on where it was broken off', async () => {
    const rows = sealRows();
    const stages: string[] = [];
    const breakOff = (stage: string): void => {
      stages.push(stage);
      if (stage === 'tenants') throw new Error('broken off');
    };
    await expect(rows.run(breakOff)).rejects.toThrow('broken off');
    expect(await stored()).not.toContain(NAME);
    expect(await stored()).toContain(TOKEN);
    const changed: Record<string, number> = {};
    await sealRows().run((stage, count) => (changed[stage] = count));
    expect(changed).toMatchObject({ endpoints: 2, deliveries: 1, attempts: 1 });
    const text = await stored();
    for (const value of [NAME, TOKEN, ADDRESS, FORMER]) expect(text).not.toContain(value);
    expect(await clearRows(api.app.get(HotPool))).toBeUndefined();
  });

  it('are shown as before to those who may see them', async () => {
    const of = (path: string): string => `/v1/tenants/${tenant}/${path}`;
    expect((await own('GET', of(`endpoints/${webhook}`))).body['url']).toBe(URL_WITH_TOKEN);
    expect((await own('GET', of(`endpoints/${email}`))).body).toMatchObject({
      recipients: [ADDRESS],
      held_recipients: [{ recipient: ADDRESS, reason: 'smtp_550' }],
    });
    expect((await own('GET', of(`deliveries/${waiting}`))).body['recipient']).toBe(ADDRESS);
    expect((await own('GET', of('deliveries'))).text).toContain(FORMER);
    expect((await api.admin('GET', `/v1/tenants/${tenant}`)).body['name']).toBe(NAME);
    expect((await api.admin('GET', '/v1/tenants')).text).toContain(NAME);
  });

  it('are sent to as before', async () => {
    const ids = [webhook, email].map((id) => parseId('endpoint', id) ?? '');
    const found = await api.app.get(SendingEndpoints, { strict: false }).load(ids);
    expect(found.get(ids[0] ?? '')?.secretUrl).toBe(URL_WITH_TOKEN);
    const recipients = found.get(ids[1] ?? '')?.recipients;
    expect([...(recipients?.values() ?? [])]).toEqual([ADDRESS]);
    const { rows } = await api.sql.query<{ recipient: string }>(
      'SELECT recipient FROM deliveries WHERE id = $1',
      [parseId('delivery', waiting)],
    );
    expect([...(recipients?.keys() ?? [])]).toEqual(rows.map(({ recipient }) => recipient));
  });

  it('are found by host, and tenants by words of their name and their beginnings', async () => {
    expect(await search('hooks.example.com')).toEqual([webhook]);
    for (const q of [NAME, 'nordbank', 'NORD', 'übersee', 'Nordbank 24']) {
      expect([q, await search(q)]).toEqual([q, [tenant]]);
    }
    expect(await search('kredit')).toEqual([]);
    expect(await search('Nordbank 25')).toEqual([]);
  });
});

describe('what is written from then on', () => {
  it('is sealed, and a value that did not change stays as it is stored', async () => {
    const path = `/v1/tenants/${tenant}/endpoints/${webhook}`;
    const read = async (): Promise<unknown> => {
      const { rows } = await api.sql.query<{ url: string }>(
        'SELECT url, sealed_url FROM endpoints WHERE id = $1',
        [parseId('endpoint', webhook)],
      );
      return rows[0];
    };
    const before = await read();
    expect(before).toMatchObject({ url: 'https://hooks.example.com/in?key=****' });
    for (const url of [URL_WITH_TOKEN, 'https://hooks.example.com/in?key=****']) {
      expect((await own('PATCH', path, { url })).status).toBe(200);
      expect(await read()).toEqual(before);
    }
    const other = await own('PATCH', path, { url: 'https://other.example.com/?key=****' });
    expect(other.body).toMatchObject({ errors: [{ code: 'masked_value', pointer: '/url' }] });
    await own('PATCH', path, { url: 'https://other.example.com/?key=second_token' });
    expect(await stored()).not.toContain('second_token');
    expect((await own('GET', path)).body['url']).toContain('second_token');
    await api.admin('PATCH', `/v1/tenants/${tenant}`, { name: 'Südbank' });
    expect(await stored()).not.toContain('Südbank');
    expect(await search('südb')).toEqual([tenant]);
  });

  it('is warned of where a process of the former release has written since', async () => {
    const logged: string[] = [];
    const logger = createLogger(
      { logLevel: 'warn' },
      { write: (line: string) => void logged.push(line) },
    );
    await warnOfClearRows(api.app.get(HotPool), logger);
    expect(logged).toEqual([]);
    await api.sql.query(`UPDATE tenants SET name = 'In clear' WHERE id = $1`, [
      parseId('tenant', tenant),
    ]);
    await warnOfClearRows(api.app.get(HotPool), logger);
    expect(logged.join('')).toContain('npm run cli -- keys seal');
  });
});
