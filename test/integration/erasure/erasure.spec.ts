import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseId } from '../../../src/common/index.js';
import { Vault } from '../../../src/database/index.js';
import { EventContents } from '../../../src/events/index.js';
import { eventually } from '../../support/app/index.js';
import { ErasureLab, PERSONAL, REF, SUBJECT } from './erasure-lab.js';
import type { Body } from './erasure-lab.js';

const lab = ErasureLab.use();

const deliveriesOf = async (event: string): Promise<Body[]> =>
  (await lab.record(event))['deliveries'] as Body[];
const rows = async (sql: string, values: unknown[]): Promise<number> =>
  (await lab.api.sql.query(sql, values)).rowCount ?? 0;
const followUp = async (): Promise<void> => {
  await lab.api.sql.query('UPDATE erased_events SET next_look_at = now()');
  await lab.untilDone();
};

describe('erasing a subject', () => {
  it('takes content, ids and answers away, and gives a signed receipt', async () => {
    const event = await lab.publish();
    await lab.api.attempt(await lab.delivery(event), 200, `thanks, ${PERSONAL}`);
    const started = await lab.erase(SUBJECT, { reason: 'request 7' });
    expect(started).toMatchObject({ status: 'running', events: 1, erased: 0, receipt: null });
    await lab.untilDone();
    expect(await lab.record(event)).toMatchObject({
      data: null,
      subject: null,
      external_ref: null,
      redacted_at: expect.any(String),
      deliveries: [
        {
          status: 'succeeded',
          minimised: false,
          attempts: [
            {
              request: { headers: null, body_hash: null },
              response: { headers: null, body: null },
            },
          ],
        },
      ],
    });
    const uuid = parseId('event', event);
    for (const table of ['event_bodies', 'event_refs']) {
      expect(await rows(`SELECT FROM ${table} WHERE event_id = $1`, [uuid]), table).toBe(0);
    }
    const { receipt, signature, ...ended } = await lab.erasure(started['id']);
    expect(ended).toMatchObject({ status: 'finished', erased: 1, subjects: { done: 1 } });
    expect(receipt).toMatchObject({
      erasure_id: started['id'],
      requested_by: 'bootstrap',
      reason: 'request 7',
      subjects: 1,
      removed: { events: 1, event_bodies: 1, attempt_bodies: 1 },
      event_ids: [event],
    });
    expect(JSON.stringify(receipt)).not.toContain(SUBJECT);
    const signed = lab.api.app.get(Vault).sign(canonicalJson(receipt)).toString('hex');
    expect(signature).toEqual({ algorithm: 'HMAC-SHA256', value: signed });
    expect(signed).not.toBe(createHmac('sha256', '').update(canonicalJson(receipt)).digest('hex'));
    expect(await lab.audited(2)).toMatchObject([
      { action: 'subjects.erased' },
      { action: 'subjects.erasure_requested', target: started['id'] },
    ]);
  });

  describe('of an event that is stored after it was asked for', () => {
    const INSERT = 'INSERT INTO events SELECT * FROM jsonb_populate_record(NULL::events, $1)';

    /** Publishes an event and takes its row away, to be stored later. */
    const unstored = async (): Promise<{ event: string; row: unknown }> => {
      const event = await lab.publish();
      const id = parseId('event', event);
      const found = await lab.api.sql.query<{ row: unknown }>(
        'SELECT to_jsonb(e) AS row FROM events e WHERE id = $1',
        [id],
      );
      await lab.api.sql.query('DELETE FROM events WHERE id = $1', [id]);
      return { event, row: found.rows[0]?.row };
    };
    const MINIMISED = {
      subject: null,
      data: { session_id: SUBJECT, external_ref: REF, is_sandbox: false },
      deliveries: [{ minimised: true }],
    };

    it('waits for the transactions that may store one', async () => {
      const { event, row } = await unstored();
      const application = await lab.api.sql.connect();
      await application.query('BEGIN');
      await application.query(INSERT, [row]);
      const { id } = await lab.erase();
      await eventually(async () => {
        await lab.step();
        const waits = `SELECT FROM erasures WHERE settled_xid IS NOT NULL AND NOT looked_again
          AND next_step_at > now() + interval '500 milliseconds'`;
        expect(await rows(waits, [])).toBe(1);
      });
      expect((await lab.erasure(id))['status']).toBe('running');
      await application.query('COMMIT');
      application.release();
      await lab.untilDone();
      expect(await lab.record(event)).toMatchObject(MINIMISED);
      expect(await lab.erasure(id)).toMatchObject({
        status: 'finished',
        erased: 1,
        receipt: { event_ids: [event] },
      });
    });

    it('is repeated for one that is stored when it has finished', async () => {
      const { event, row } = await unstored();
      await lab.erase();
      await lab.untilDone();
      await lab.api.sql.query(INSERT, [row]);
      await lab.untilDone();
      expect(await lab.record(event)).toMatchObject(MINIMISED);
    });
  });

  it('is found no more, and leaves other subjects alone', async () => {
    await lab.publish();
    const kept = await lab.publish({ session_id: 'session_of_bob' });
    await lab.erase();
    await lab.untilDone();
    expect((await lab.own('GET', `/v1/tenants/me/subjects/${SUBJECT}`)).status).toBe(404);
    const { body } = await lab.own('GET', `/v1/tenants/me/events?ref=${REF}`);
    expect(body['data']).toMatchObject([{ id: kept }]);
    const support = await lab.api.createKey('support');
    expect((await support('GET', `/v1/search?q=${SUBJECT}`)).body['data']).toEqual([]);
    expect(await lab.record(kept)).toMatchObject({ data: { session_id: 'session_of_bob' } });
  });

  it('lets what waits or is held go out minimised', async () => {
    const waiting = await lab.publish();
    await lab.own('POST', `/v1/tenants/me/endpoints/${lab.endpoint}/pause`);
    const held = await lab.publish();
    const dismissed = await lab.publish();
    await lab.own('POST', `/v1/tenants/me/deliveries/${await lab.delivery(dismissed)}/skip`);
    await lab.erase();
    await lab.untilDone();
    for (const event of [waiting, held]) {
      expect(await lab.record(event)).toMatchObject({
        subject: null,
        data: { session_id: SUBJECT, external_ref: REF, is_sandbox: false },
        deliveries: [{ status: 'held', minimised: true }],
      });
    }
    expect(await lab.record(dismissed)).toMatchObject({
      data: null,
      deliveries: [{ minimised: false }],
    });
    const sent = await lab.api.app
      .get(EventContents, { strict: false })
      .load([parseId('event', held) ?? '']);
    const [outgoing] = [...sent.values()];
    expect(outgoing).toMatchObject({
      subject: null,
      dataJson: expect.not.stringContaining(PERSONAL),
    });
  });

  it('marks a delivery under way only if it is to be tried again', async () => {
    const [tried, succeeded] = [await lab.publish(), await lab.publish()];
    const claims = [
      await lab.api.claim(await lab.delivery(tried)),
      await lab.api.claim(await lab.delivery(succeeded)),
    ];
    await lab.erase();
    await lab.untilDone();
    await claims[0]?.answer(500, `who is ${PERSONAL}?`);
    await claims[1]?.answer(200, `thanks, ${PERSONAL}`);
    await followUp();
    expect(await deliveriesOf(tried)).toMatchObject([
      { status: 'pending', minimised: true, attempts: [{ response: { status: 500, body: null } }] },
    ]);
    expect(await deliveriesOf(succeeded)).toMatchObject([
      { status: 'succeeded', minimised: false, attempts: [{ response: { body: null } }] },
    ]);
  });

  it('sends nothing once more that a retry by hand had asked for', async () => {
    const event = await lab.publish();
    await lab.api.attempt(await lab.delivery(event), 200);
    await lab.own('POST', `/v1/tenants/me/deliveries/${await lab.delivery(event)}/retry`);
    await lab.erase();
    await lab.untilDone();
    await expect(lab.api.claim(await lab.delivery(event))).rejects.toThrow('not due');
    expect(await deliveriesOf(event)).toMatchObject([{ status: 'succeeded' }]);
  });

  it('forgets the hash of a publish with a key, of a later one of the same effect too', async () => {
    const tenantRef = lab.tenant;
    const keyed = async (type: string, data: unknown): Promise<unknown> => {
      const event = { tenant_id: tenantRef, type, data, idempotency_key: `of ${type}` };
      return (await lab.api.admin('POST', '/v1/events', event)).body['duplicate'];
    };
    const hashes = async (): Promise<number> => {
      const of = 'SELECT FROM idempotency_keys WHERE tenant_id = $1 AND fingerprint IS NOT NULL';
      return rows(of, [parseId('tenant', tenantRef)]);
    };
    const created = { session_id: SUBJECT, external_ref: REF, is_sandbox: false };
    expect(await keyed('session.created', created)).toBe(false);
    const { derived } = await lab.approveCase('case_of_anna');
    const { data } = await lab.record(derived);
    expect(await hashes()).toBe(1);
    await lab.erase();
    await lab.untilDone();
    expect(await hashes()).toBe(0);
    expect(await lab.record(derived)).toMatchObject({ data: null });
    expect(await keyed('session.approved', data)).toBe(true);
    expect(await hashes()).toBe(0);
  });

  it('forgets what was refused', async () => {
    const refused = await lab.api.admin('POST', '/v1/events', {
      tenant_id: lab.tenant,
      type: 'session.created',
      data: { session_id: SUBJECT, status: PERSONAL },
    });
    expect(refused.status).toBe(422);
    await lab.erase();
    await lab.untilDone();
    const kept = await lab.api.sql.query<{ sealed_body: Buffer | null; ref_hashes: string[] }>(
      'SELECT sealed_body, ref_hashes FROM rejected_publishes WHERE tenant_id = $1',
      [parseId('tenant', lab.tenant)],
    );
    expect(kept.rows).toEqual([{ sealed_body: null, ref_hashes: [] }]);
  });

  it('takes many events in steps, and many subjects at once', async () => {
    for (let n = 0; n < 5; n += 1) await lab.publish({ session_id: `session_${n % 2}` });
    await lab.api.sql.query(
      `INSERT INTO events (id, tenant_id, type, created_at, subject_hash, is_sandbox)
       SELECT uuid_at(now() - make_interval(secs => n)), $1, 'session.created', now(), $2, false FROM generate_series(1, 250) n`,
      [parseId('tenant', lab.tenant), lab.api.app.get(Vault).hashRef('session_0')],
    );
    const subjects = ['session_0', 'session_1', 'session_without_events'];
    const answer = await lab.api.admin('POST', `/v1/tenants/${lab.tenant}/subjects/erase`, {
      subjects,
    });
    expect(answer.body).toMatchObject({ events: 255, subjects: { total: 3 } });
    await lab.step();
    const { status, erased } = await lab.erasure(answer.body['id']);
    expect(status).toBe('running');
    expect(erased).toBeLessThanOrEqual(100);
    const again = await lab.api.admin('POST', `/v1/tenants/${lab.tenant}/subjects/erase`, {
      subjects,
    });
    expect(again.body['id']).toBe(answer.body['id']);
    await lab.untilDone();
    expect(await lab.erasure(answer.body['id'])).toMatchObject({
      status: 'finished',
      erased: 255,
      subjects: { done: 3 },
    });
  });

  it('is for admin, and for a tenant that an admin allows it', async () => {
    const path = `/v1/tenants/me/subjects/${SUBJECT}/erase`;
    expect((await lab.own('POST', path, {})).status).toBe(403);
    await lab.api.admin('PATCH', `/v1/tenants/${lab.tenant}`, { allow_erasure: true });
    expect((await lab.own('POST', path, {})).status).toBe(202);
    const viewer = await lab.api.createKey('viewer', lab.tenant);
    expect((await viewer('POST', path, {})).status).toBe(403);
    const other = await lab.api.createTenant();
    const foreign = await lab.api.admin(
      'GET',
      `/v1/tenants/${other}/erasures/ers_${'0'.repeat(32)}`,
    );
    expect(foreign.status).toBe(404);
  });
});
