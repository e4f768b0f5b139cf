import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger, newUuid, parseId, publicId } from '../../../src/common/index.js';
import { HotPool, Vault } from '../../../src/database/index.js';
import { EventContents } from '../../../src/events/index.js';
import { ReappliedErasures } from '../../../src/erasure/index.js';
import { RedactionFollowUp } from '../../../src/redaction/redaction.query.js';
import { Redactions } from '../../../src/redaction/redactions.service.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';

const SUBJECT = 'session_redacted';

describe('redaction', () => {
  let api: InspectionApi;
  let followUp: RedactionFollowUp;
  let tenant: string;
  let own: Call;
  let endpoint: string;

  beforeAll(async () => {
    api = await startInspectionApi();
    followUp = new RedactionFollowUp(api.app.get(DataSource), createLogger({ logLevel: 'silent' }));
  });
  beforeEach(async () => {
    tenant = await api.createTenant();
    own = await api.createKey('tenant', tenant);
    endpoint = await api.createEndpoint(tenant);
  });
  afterAll(() => api.close());

  const redact = (event: string, body: object = {}) =>
    api.admin('POST', `/v1/tenants/${tenant}/events/${event}/redact`, body);
  const record = async (event: string) => (await own('GET', `/v1/tenants/me/events/${event}`)).body;
  const only = async (event: string): Promise<string> => {
    const [delivery = ''] = await api.deliveriesOf(tenant, event);
    return delivery;
  };
  const audited = async () => {
    const { body } = await own('GET', '/v1/tenants/me/audit');
    return (body['data'] as { action: string; target: string; details: object }[]).filter(
      ({ action }) => action === 'event.redacted',
    );
  };
  const rows = async (sql: string, event: string): Promise<number> => {
    const { rowCount } = await api.sql.query(sql, [parseId('event', event)]);
    return rowCount ?? 0;
  };

  it('takes data, subject, ids and answers of receivers away and leaves the record', async () => {
    const event = await api.publish(tenant, { session_id: SUBJECT, external_ref: 'user_red' });
    const delivery = await only(event);
    await api.attempt(delivery, 200, 'thanks, Anna Berg');
    const answer = await redact(event, { reason: 'erasure request 7' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: event,
      type: 'session.created',
      data: null,
      subject: null,
      external_ref: null,
      redacted_at: expect.any(String),
      deliveries: [
        {
          status: 'succeeded',
          attempts: [{ response: { status: 200, headers: null, body: null } }],
        },
      ],
    });
    expect(await record(event)).toEqual(answer.body);
    expect(await audited()).toMatchObject([
      { target: event, details: { reason: 'erasure request 7' } },
    ]);
    for (const table of ['event_bodies', 'event_refs']) {
      expect(await rows(`SELECT FROM ${table} WHERE event_id = $1`, event), table).toBe(0);
    }
  });

  it('is not found any more by subject or by an id in the data', async () => {
    const gone = await api.publish(tenant, { session_id: 'session_a', external_ref: 'user_a' });
    const kept = await api.publish(tenant, { session_id: 'session_b', external_ref: 'user_a' });
    await redact(gone);
    expect((await own('GET', '/v1/tenants/me/subjects/session_a')).status).toBe(404);
    expect((await own('GET', '/v1/tenants/me/subjects/session_b')).status).toBe(200);
    const found = async (query: string) =>
      ((await own('GET', `/v1/tenants/me/events?${query}`)).body['data'] as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await found('subject=session_a')).toEqual([]);
    expect(await found('ref=user_a')).toEqual([kept]);
    const support = await api.createKey('support');
    expect((await support('GET', '/v1/search?q=session_a')).body['data']).toEqual([]);
  });

  it('refuses a retry and a body of it, by name', async () => {
    const event = await api.publish(tenant);
    const delivery = await only(event);
    await api.attempt(delivery, 200);
    await redact(event);
    const retried = await own('POST', `/v1/tenants/me/deliveries/${delivery}/retry`);
    expect([retried.status, retried.body['code']]).toEqual([409, 'redacted']);
    const rendered = await own('GET', `/v1/tenants/me/events/${event}?format=flat`);
    expect([rendered.status, rendered.body['code']]).toEqual([410, 'redacted']);
  });

  it('fails what waits or is held', async () => {
    const waiting = await api.publish(tenant);
    await redact(waiting);
    await own('POST', `/v1/tenants/me/endpoints/${endpoint}/pause`);
    const held = await api.publish(tenant);
    await redact(held);
    await own('POST', `/v1/tenants/me/endpoints/${endpoint}/resume`, {});
    for (const event of [waiting, held]) {
      expect((await record(event))['deliveries']).toMatchObject([
        { status: 'failed', reason: 'redacted', attempt_count: 0, next_attempt_at: null },
      ]);
    }
    const listed = await own('GET', '/v1/tenants/me/deliveries?reason=redacted');
    expect(listed.body['data']).toHaveLength(2);
  });

  it('leaves a delivery that was to be sent once more as it was', async () => {
    const event = await api.publish(tenant);
    const delivery = await only(event);
    await api.attempt(delivery, 200);
    await own('POST', `/v1/tenants/me/deliveries/${delivery}/retry`);
    await redact(event);
    expect((await record(event))['deliveries']).toMatchObject([{ status: 'succeeded' }]);
    await expect(api.claim(delivery)).rejects.toThrow('not due');
  });

  it('keeps an attempt under way on record without its answer, and makes no further one', async () => {
    const event = await api.publish(tenant);
    const delivery = await only(event);
    const { answer } = await api.claim(delivery);
    await redact(event);
    expect((await record(event))['deliveries']).toMatchObject([{ in_flight: true }]);
    await answer(500, 'Anna Berg is unknown here');
    await api.sql.query('UPDATE redaction_follow_ups SET next_look_at = now()');
    await followUp.run();
    expect((await record(event))['deliveries']).toMatchObject([
      {
        status: 'failed',
        reason: 'redacted',
        attempts: [{ number: 1, response: { status: 500, body: null } }],
      },
    ]);
    await expect(api.claim(delivery)).rejects.toThrow('not due');
  });

  it('lets an attempt under way succeed', async () => {
    const event = await api.publish(tenant);
    const { answer } = await api.claim(await only(event));
    await redact(event);
    await answer(200, 'thanks, Anna Berg');
    await api.sql.query('UPDATE redaction_follow_ups SET next_look_at = now()');
    await followUp.run();
    expect((await record(event))['deliveries']).toMatchObject([
      { status: 'succeeded', attempts: [{ response: { status: 200, body: null } }] },
    ]);
  });

  it('looks after reports that come late for a day, and then no more', async () => {
    const event = await api.publish(tenant);
    await redact(event);
    await followUp.run();
    const due = 'SELECT FROM redaction_follow_ups WHERE event_id = $1';
    expect(await rows(`${due} AND next_look_at > now()`, event)).toBe(1);
    await api.sql.query(
      `UPDATE redaction_follow_ups SET redacted_at = now() - interval '26 hours', next_look_at = now()`,
    );
    await followUp.run();
    expect(await rows(due, event)).toBe(0);
  });

  it('takes along what was derived from it', async () => {
    const cause = await api.publish(
      tenant,
      {
        check_id: 'check_1',
        check_type: 'sanction',
        status: 'hit',
        has_match: true,
        hit_count: 2,
        is_sandbox: false,
      },
      'check.completed',
    );
    const [derived = ''] = (await record(cause))['derived'] as string[];
    await redact(cause);
    expect(await record(derived)).toMatchObject({ data: null, redacted_at: expect.any(String) });
    expect((await audited()).map(({ target }) => target).toSorted()).toEqual(
      [cause, derived].toSorted(),
    );
  });

  it('is done again in a restored database, from the log', async () => {
    const event = await api.publish(tenant, { session_id: SUBJECT, note: 'Anna Berg' });
    const [id, tenantId] = [parseId('event', event) ?? '', parseId('tenant', tenant) ?? ''];
    const bodies = 'SELECT sealed_data FROM event_bodies WHERE event_id = $1';
    const backup = await api.sql.query<{ sealed_data: Buffer }>(bodies, [id]);
    const lines: string[] = [];
    const logger = createLogger({ logLevel: 'warn' }, { write: (line) => void lines.push(line) });
    const admin = { keyId: null, role: 'admin', tenantIds: null } as const;
    const source = api.app.get(DataSource);
    await new Redactions(source, logger).redact({ tenantId, eventId: id }, undefined, admin);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { redaction: { id, tenant_id: tenantId, redacted_at: expect.any(String) } },
    ]);
    expect(lines.join('')).not.toContain(SUBJECT);

    await api.sql.query('DELETE FROM redaction_follow_ups WHERE event_id = $1', [id]);
    await api.sql.query('UPDATE events SET redacted_at = NULL WHERE id = $1', [id]);
    await api.sql.query('INSERT INTO event_bodies (event_id, sealed_data) VALUES ($1, $2)', [
      id,
      backup.rows[0]?.sealed_data,
    ]);
    const reapplied = new ReappliedErasures(source);
    expect(await reapplied.reapply(lines.join(''), 0)).toEqual({ known: 0, reapplied: 1 });
    await followUp.run();
    expect(await record(event)).toMatchObject({ data: null, redacted_at: expect.any(String) });
    expect(await rows(bodies, event)).toBe(0);
    expect(await audited()).toMatchObject([{ details: { reason: 'reapplied' } }, {}]);
    expect(await reapplied.reapply(lines.join(''), 0)).toEqual({ known: 1, reapplied: 0 });
  });

  it('forgets the hash of the publish, whose key stays taken', async () => {
    const keyed = (data: object) =>
      api.admin('POST', '/v1/events', {
        tenant_id: tenant,
        type: 'session.created',
        idempotency_key: 'order-1',
        data: { session_id: SUBJECT, external_ref: null, is_sandbox: false, ...data },
      });
    const { id, ...first } = (await keyed({})).body;
    const other = { external_ref: 'other' };
    expect((await keyed(other)).body['code']).toBe('idempotency_conflict');
    await redact(String(id));
    const hashes = `SELECT FROM idempotency_keys WHERE event_id = $1 AND fingerprint IS NOT NULL`;
    expect(await rows(hashes, String(id))).toBe(0);
    for (const data of [{}, other]) {
      expect((await keyed(data)).body).toEqual({ ...first, id, duplicate: true });
    }
  });

  it('does nothing the second time', async () => {
    const event = await api.publish(tenant);
    const once = await redact(event);
    const again = await redact(event, { reason: 'again' });
    expect(again).toMatchObject({ status: 200, body: once.body });
    expect(await audited()).toHaveLength(1);
  });

  it('also reaches a worker that has claimed the delivery meanwhile', async () => {
    const event = await api.publish(tenant);
    const id = parseId('event', event) ?? '';
    const events = new EventContents(api.app.get(Vault), api.app.get(HotPool));
    expect((await events.load([id])).get(id)).toMatchObject({ id });
    await redact(event);
    expect((await events.load([id])).get(id)).toBe('redacted');
  });

  it('is for admin alone, and for events of the tenant', async () => {
    const event = await api.publish(tenant);
    const path = `/v1/tenants/${tenant}/events/${event}/redact`;
    const support = await api.createKey('support');
    expect((await support('POST', path, {})).status).toBe(403);
    expect((await own('POST', path, {})).status).toBe(403);
    const stranger = await api.createKey('tenant', await api.createTenant());
    expect((await stranger('POST', path, {})).status).toBe(404);
    expect((await redact(publicId('event', newUuid()))).status).toBe(404);
    const other = await api.createTenant();
    expect(
      (await api.admin('POST', `/v1/tenants/${other}/events/${event}/redact`, {})).status,
    ).toBe(404);
    expect((await redact(event, { why: 'x' })).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/why', code: 'unknown_field' }],
    });
    expect((await record(event))['redacted_at']).toBeNull();
  });
});
