import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, createTenant, useLab } from '../../support/app/index.js';
import type { Endpoint, Postrider, Published, Tenant } from '../../support/app/index.js';
import { startCallbackReader, startTopicReader } from './callbacks-receivers.js';
import type { CallbackReader, TopicReader } from './callbacks-receivers.js';
import { settled, publishAndSettle } from './story.js';

const lab = useLab();

const JANE = '885eb2cc-12d6-49dd-b52a-a6634f510e17';
const ROB = '92561303-8e1d-4b71-9537-d7c8d6163ccc';
const EVE = '0ac7e1d8-9e39-486b-b28d-bd8551ec90ed';
const CONTRACT = '3b6c7a5e-9a0d-4a39-8d0c-1f3f0c1f9d2b';
const KEY = 'f283d8c84766484892cf097db8c5e2b5';
const IDENT = { kyc: 'WEBID', identId: '315065706' };

let app: Postrider;
let classic: CallbackReader;
let topics: TopicReader;
let tenant: Tenant;
let classicEndpoint: Endpoint;
let topicEndpoint: Endpoint;

beforeAll(async () => {
  [classic, topics] = await Promise.all([startCallbackReader(), startTopicReader()]);
  const env = { RETRY_SCHEDULE: '0.1,0.1,0.1' };
  app = await lab.postrider({ databaseUrl: await lab.database(), env });
  tenant = await createTenant(app);
  classicEndpoint = await createEndpoint(app, tenant, { url: classic.url, format: 'callback' });
  topicEndpoint = await createEndpoint(app, tenant, { url: topics.url, format: 'topic' });
});
afterAll(() => Promise.all([classic.close(), topics.close()]));

const happens = (type: string, data: object) => publishAndSettle(app, tenant, type, data);
const record = (status: number, time: string, owner: object) =>
  happens('complianceRecord', { status, key: KEY, modified: `2025-09-03T${time}`, ...owner });
/** The messages about records that were sent to a reader of topics, one by one. */
const recordsOf = (posts: { body: string }[]) =>
  posts
    .flatMap(({ body }) => JSON.parse(body) as { topic: string }[])
    .filter(({ topic }) => topic === 'complianceRecord');

describe('a tenant of callbacks and one that has opted in to topics', () => {
  it('both learn of customers and contracts that were accepted, through outages', async () => {
    classic.trouble('answer lost');
    topics.trouble('down', 'answer lost');
    const { deliveries } = await record(100, '06:38:08', { customerKey: JANE });
    const attempts = deliveries.map(({ endpoint_id, attempt_count }) => [
      endpoint_id === classicEndpoint.id ? 'classic' : 'topics',
      attempt_count,
    ]);
    expect(Object.fromEntries(attempts)).toEqual({ classic: 2, topics: 3 });
    await record(100, '06:38:09', { contractKey: CONTRACT });
    expect(classic.db.accepted).toEqual([JANE, CONTRACT]);
    expect(topics.db).toEqual(classic.db);
  });

  it('keep records of other statuses, and act on them when they turn to 100', async () => {
    await record(300, '06:40:00', { customerKey: ROB });
    expect(classic.db.accepted).not.toContain(ROB);
    await record(-1, '06:41:00', { customerKey: ROB });
    await record(100, '06:42:00', { customerKey: ROB });
    await record(200, '06:43:00', { customerKey: JANE });
    expect(classic.db.accepted).toEqual([JANE, CONTRACT, ROB]);
  });

  it('get the time of change as they know it, whatever ISO 8601 form it was published in', async () => {
    const forms = ['06:44:00.123Z', '08:45:00.5+02:00', '06:46:00', '06:47+00'];
    for (const time of forms) await record(200, time, { customerKey: ROB });
    const modified = ['06:44:00', '06:45:00', '06:46:00', '06:47:00'].map((t) => `2025-09-03T${t}`);
    const shown = (posts: { body: string }[]) =>
      posts.slice(-4).map(({ body }) => /"modified":"([^"]*)"/.exec(body)?.[1]);
    expect(shown(classic.posts)).toEqual(modified);
    expect(shown(topics.posts)).toEqual(modified);
    expect(topics.db).toEqual(classic.db);
  });

  it('classic callbacks stay as they were when records have more fields', async () => {
    await record(100, '06:50:00', {
      contractKey: CONTRACT,
      riskClass: 'low',
      topic: 'complianceRecord',
      customerKey: undefined,
    });
    expect(JSON.parse(classic.posts.at(-1)?.body ?? '')).toStrictEqual([
      { status: 100, key: KEY, modified: '2025-09-03T06:50:00', contractKey: CONTRACT },
    ]);
    expect(JSON.parse(topics.posts.at(-1)?.body ?? '')).toMatchObject([
      { topic: 'complianceRecord', complianceRecord: [{ riskClass: 'low' }] },
    ]);
  });

  it('identifications come as topics only, and a topic that the reader does not know does no harm', async () => {
    const before = classic.posts.length;
    const success = { ...IDENT, personKey: JANE, reason: null, status: 'success' };
    const event = await happens('identResult', success);
    expect(event.unsent).toMatchObject([
      { endpoint_id: classicEndpoint.id, reason: 'format_cannot_carry' },
    ]);
    const failed = { ...IDENT, personKey: ROB, reason: 'document expired', status: 'failed' };
    await happens('identResult', failed);
    await happens('document.redacted', { document_id: 'doc_1' });
    expect(classic.posts).toHaveLength(before);
    expect(topics.unknownTopics).toEqual(['document.redacted']);
    expect(topics.idents).toEqual({
      [JANE]: { ...IDENT, status: 'success', reason: null },
      [ROB]: { ...IDENT, status: 'failed', reason: 'document expired' },
    });
  });

  it('read several messages of one array, and the same array again when an answer was lost', async () => {
    const endpoints = '/v1/tenants/me/endpoints';
    const batch = { max_items: 10, wait_ms: 200 };
    for (const id of [classicEndpoint.id, topicEndpoint.id]) {
      await app.ok('PATCH', `${endpoints}/${id}`, { batch }, tenant.key);
    }
    const modified = '2025-09-03T06:55:00';
    const events = [
      { type: 'complianceRecord', data: { status: 100, key: KEY, modified, customerKey: EVE } },
      { type: 'complianceRecord', data: { status: 300, key: KEY, modified, customerKey: ROB } },
      { type: 'identResult', data: { ...IDENT, personKey: EVE, reason: null, status: 'success' } },
    ].map((event) => ({ tenant_id: tenant.id, ...event }));
    const before = [classic.posts.length, topics.posts.length];
    classic.trouble('answer lost');
    topics.trouble('down');
    const path = '/v1/events/batch';
    const body = { events };
    const { results } = await app.ok<{ results: Published[] }>(
      'POST',
      path,
      body,
      tenant.publisherKey,
    );
    for (const { id } of results) await settled(app, tenant, id);

    const [toClassic, toTopics] = [classic, topics].map(({ posts }, n) =>
      posts.slice(before[n]).map((post) => JSON.parse(post.body) as object[]),
    );
    const [first, second] = events.map(({ data }) => data);
    expect(toClassic).toEqual([
      [first, second],
      [first, second],
    ]);
    const messages = [
      { topic: 'complianceRecord', complianceRecord: [first] },
      { topic: 'complianceRecord', complianceRecord: [second] },
      { topic: 'identResult', ...events[2]?.data },
    ];
    expect(toTopics).toEqual([messages, messages]);
    expect(classic.db.accepted).toEqual([JANE, CONTRACT, ROB, EVE]);
    expect(topics.db).toEqual(classic.db);
    expect(topics.idents).toHaveProperty([EVE, 'status'], 'success');
  });

  it('a tenant of callbacks may opt in, and is sent the same records as topics', async () => {
    const reader = await startTopicReader();
    try {
      const fields = { url: reader.url, format: 'topic' };
      const path = `/v1/tenants/me/endpoints/${classicEndpoint.id}`;
      await app.ok('PATCH', path, fields, tenant.key);
      await record(100, '07:00:00', { customerKey: JANE });
      // The notice of the change may share an array with the record: batches are on since the last test.
      expect(recordsOf(reader.posts)).toEqual(recordsOf(topics.posts).slice(-1));
      expect(reader.db.accepted).toEqual([JANE]);
    } finally {
      await app.ok(
        'PATCH',
        `/v1/tenants/me/endpoints/${classicEndpoint.id}`,
        { url: classic.url, format: 'callback' },
        tenant.key,
      );
      await reader.close();
    }
  });

  it('both end with the same records', async () => {
    await record(100, '07:10:00', { customerKey: JANE });
    const at = (time: string, owner: object, status = 100) => ({
      status,
      key: KEY,
      modified: `2025-09-03T${time}`,
      ...owner,
    });
    expect(classic.db).toEqual({
      records: {
        [JANE]: at('07:10:00', { customerKey: JANE }),
        [CONTRACT]: at('06:50:00', { contractKey: CONTRACT }),
        [ROB]: at('06:55:00', { customerKey: ROB }, 300),
        [EVE]: at('06:55:00', { customerKey: EVE }),
      },
      accepted: [JANE, CONTRACT, ROB, EVE],
    });
    expect(topics.db).toEqual(classic.db);
  });
});
