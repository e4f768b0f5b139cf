import { describe, expect, it } from 'vitest';
import { ErasureLab, SUBJECT } from './erasure-lab.js';

const CASE = 'case_of_anna';
const GONE = { data: null, redacted_at: expect.any(String) };
const KEPT = { subject: SUBJECT, redacted_at: null };

const lab = ErasureLab.use();
const hold = (subject: string, body: object = {}) =>
  lab.api.admin('POST', `/v1/tenants/${lab.tenant}/subjects/${subject}/hold`, {
    reason: 'case 12',
    ...body,
  });
const release = (subject: string) =>
  lab.api.admin('DELETE', `/v1/tenants/${lab.tenant}/subjects/${subject}/hold`);

describe('an event that was derived from one that is erased', () => {
  it('stays while its own subject is on hold, and follows then', async () => {
    const { cause, derived } = await lab.approveCase(CASE);
    const other = await lab.publish();
    await hold(SUBJECT);
    const { id } = await lab.erase(CASE);
    await lab.untilDone();
    expect(await lab.record(cause)).toMatchObject(GONE);
    expect(await lab.record(derived)).toMatchObject(KEPT);
    expect(await lab.erasure(id)).toMatchObject({
      status: 'waiting',
      erased: 1,
      subjects: { total: 1, done: 1 },
      waiting: [{ reason: 'legal_hold', until: null, subjects: 1 }],
      receipt: null,
    });
    expect((await release(SUBJECT)).status).toBe(204);
    await lab.untilDone();
    expect(await lab.record(derived)).toMatchObject(GONE);
    expect(await lab.record(other)).toMatchObject(KEPT);
    expect(await lab.erasure(id)).toMatchObject({
      status: 'finished',
      erased: 2,
      waiting: [],
      receipt: { subjects: 1, event_ids: [cause, derived].toSorted() },
    });
  });

  it('follows when the hold ends by itself', async () => {
    const { derived } = await lab.approveCase(CASE);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await hold(SUBJECT, { until });
    const { id } = await lab.erase(CASE);
    await lab.untilDone();
    expect((await lab.erasure(id))['waiting']).toMatchObject([{ reason: 'legal_hold', until }]);
    await lab.api.sql.query('UPDATE subject_holds SET until = now()');
    await lab.pass(id);
    await lab.untilDone();
    expect(await lab.record(derived)).toMatchObject(GONE);
    expect(await lab.erasure(id)).toMatchObject({ status: 'finished' });
  });

  it('is waited for no longer when it was redacted under the hold', async () => {
    const { derived } = await lab.approveCase(CASE);
    await hold(SUBJECT);
    const { id } = await lab.erase(CASE);
    await lab.untilDone();
    await lab.api.admin('POST', `/v1/tenants/${lab.tenant}/events/${derived}/redact`, {});
    await release(SUBJECT);
    await lab.untilDone();
    expect(await lab.erasure(id)).toMatchObject({ status: 'finished', erased: 1 });
  });

  it('stays for the minimum age of its type, and follows then', async () => {
    const { cause, derived } = await lab.approveCase(CASE);
    await lab.api.admin('PATCH', `/v1/tenants/${lab.tenant}`, { minimum_days: { 'session.*': 9 } });
    const { id } = await lab.erase(CASE);
    await lab.untilDone();
    expect(await lab.record(cause)).toMatchObject(GONE);
    expect(await lab.record(derived)).toMatchObject(KEPT);
    expect(await lab.erasure(id)).toMatchObject({
      status: 'waiting',
      waiting: [{ reason: 'minimum_age', until: expect.any(String), subjects: 1 }],
      receipt: null,
    });
    await lab.api.admin('PATCH', `/v1/tenants/${lab.tenant}`, { minimum_days: {} });
    await lab.pass(id);
    await lab.untilDone();
    expect(await lab.record(derived)).toMatchObject(GONE);
    expect(await lab.erasure(id)).toMatchObject({ status: 'finished', erased: 2 });
  });
});

describe('a hold that is ended', () => {
  it('wakes an erasure that is still under way at other subjects', async () => {
    const held = await lab.publish({ session_id: 'session_1' });
    const path = `/v1/tenants/${lab.tenant}/subjects/erase`;
    await hold('session_1');
    const { body } = await lab.api.admin('POST', path, { subjects: ['session_1', 'session_2'] });
    await lab.step();
    await lab.step();
    expect(await lab.erasure(body['id'])).toMatchObject({
      status: 'running',
      subjects: { waiting: 1 },
    });
    await release('session_1');
    await lab.untilDone();
    expect(await lab.record(held)).toMatchObject({ subject: null });
    expect(await lab.erasure(body['id'])).toMatchObject({ status: 'finished' });
  });
});
