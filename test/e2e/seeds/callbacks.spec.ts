import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, createTenant, useLab } from '../../support/app/index.js';
import type { Endpoint, Postrider, Tenant } from '../../support/app/index.js';
import { startCallbackReader, startTopicReader } from './callbacks-receivers.js';
import type { CallbackReader, TopicReader } from './callbacks-receivers.js';
import { tell } from './story.js';

const lab = useLab();

const JANE = '885eb2cc-12d6-49dd-b52a-a6634f510e17';
const ROB = '92561303-8e1d-4b71-9537-d7c8d6163ccc';
const CONTRACT = '3b6c7a5e-9a0d-4a39-8d0c-1f3f0c1f9d2b';
const KEY = 'f283d8c84766484892cf097db8c5e2b5';

let app: Postrider;
let classic: CallbackReader;
let topics: TopicReader;
let tenant: Tenant;
let classicEndpoint: Endpoint;

beforeAll(async () => {
  [classic, topics] = await Promise.all([startCallbackReader(), startTopicReader()]);
  const env = { RETRY_SCHEDULE: '0.1,0.1,0.1' };
  app = await lab.postrider({ databaseUrl: await lab.database(), env });
  tenant = await createTenant(app);
  classicEndpoint = await createEndpoint(app, tenant, { url: classic.url, format: 'callback' });
  await createEndpoint(app, tenant, { url: topics.url, format: 'topic' });
});
afterAll(() => Promise.all([classic.close(), topics.close()]));

const happens = (type: string, data: object) => tell(app, tenant, type, data);
const record = (status: number, time: string, owner: object) =>
  happens('complianceRecord', { status, key: KEY, modified: `2025-09-03T${time}`, ...owner });

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

  it('classic callbacks stay as they were when records have more to tell', async () => {
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

  it('identifications come as topics only, and a topic that nobody knows does no harm', async () => {
    const before = classic.posts.length;
    const ident = { kyc: 'WEBID', identId: '315065706', personKey: JANE };
    const told = await happens('identResult', { ...ident, reason: null, status: 'success' });
    expect(told.unsent).toEqual([
      { endpoint_id: classicEndpoint.id, reason: 'format_cannot_carry' },
    ]);
    const failed = { ...ident, personKey: ROB, reason: 'document expired', status: 'failed' };
    await happens('identResult', failed);
    await happens('document.redacted', { document_id: 'doc_1' });
    expect(classic.posts).toHaveLength(before);
    expect(topics.unknownTopics).toEqual(['document.redacted']);
    expect(topics.idents).toEqual({
      [JANE]: { kyc: 'WEBID', identId: '315065706', status: 'success', reason: null },
      [ROB]: { kyc: 'WEBID', identId: '315065706', status: 'failed', reason: 'document expired' },
    });
  });

  it('a tenant of callbacks may opt in, and is sent the same records as topics', async () => {
    const reader = await startTopicReader();
    try {
      const fields = { url: reader.url, format: 'topic' };
      const path = `/v1/tenants/me/endpoints/${classicEndpoint.id}`;
      await app.ok('PATCH', path, fields, tenant.key);
      await record(100, '07:00:00', { customerKey: JANE });
      expect(reader.posts.map(({ body }) => body)).toEqual([topics.posts.at(-1)?.body]);
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
        [ROB]: at('06:42:00', { customerKey: ROB }),
      },
      accepted: [JANE, CONTRACT, ROB],
    });
    expect(topics.db).toEqual(classic.db);
  });
});
