import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/catalogue/index.js';
import type { LiveCatalogue } from '../../../src/catalogue/index.js';
import { parseId } from '../../../src/common/index.js';
import { Vault } from '../../../src/database/index.js';
import { ReappliedErasures } from '../../../src/erasure/index.js';
import { ErasureLab, PERSONAL, REF, SUBJECT } from './erasure-lab.js';

const DAY_MS = 24 * 3_600_000;
const lab = ErasureLab.use();

describe('what stops an erasure', () => {
  it('is a legal hold, until it is ended', async () => {
    const event = await lab.publish();
    await lab.api.attempt(await lab.delivery(event), 200);
    const path = `/v1/tenants/${lab.tenant}/subjects/${SUBJECT}/hold`;
    expect((await lab.api.admin('POST', path, { reason: 'case 12' })).status).toBe(200);
    const { id } = await lab.erase();
    await lab.untilDone();
    expect(await lab.erasure(id)).toMatchObject({
      status: 'waiting',
      erased: 0,
      waiting: [{ reason: 'legal_hold', until: null, subjects: 1 }],
    });
    expect(await lab.record(event)).toMatchObject({ data: { note: PERSONAL } });
    expect((await lab.api.admin('DELETE', path)).status).toBe(204);
    await lab.untilDone();
    expect(await lab.erasure(id)).toMatchObject({ status: 'finished', erased: 1, waiting: [] });
    expect(await lab.record(event)).toMatchObject({ data: null });
  });

  it('is a minimum age of a type, until the event is old enough', async () => {
    const event = await lab.publish();
    await lab.api.attempt(await lab.delivery(event), 200);
    await lab.api.admin('PATCH', `/v1/tenants/${lab.tenant}`, {
      minimum_days: { 'session.*': 10 },
    });
    const { id } = await lab.erase();
    await lab.untilDone();
    const waiting = (await lab.erasure(id))['waiting'] as { until: string }[];
    expect(waiting).toMatchObject([{ reason: 'minimum_age', subjects: 1 }]);
    const days = (Date.parse(waiting[0]?.until ?? '') - Date.now()) / DAY_MS;
    expect(days).toBeGreaterThan(9.9);
    expect(days).toBeLessThan(10.1);
    await lab.api.admin('PATCH', `/v1/tenants/${lab.tenant}`, { minimum_days: {} });
    await lab.pass(id);
    await lab.untilDone();
    expect(await lab.erasure(id)).toMatchObject({ status: 'finished', erased: 1 });
  });
});

describe('an event that says that its entity is forgotten', () => {
  const exampleOf = (type: string, entity: string): object => {
    const definition = lab.api.app.get<LiveCatalogue>(CATALOGUE, { strict: false }).get(type);
    return { ...definition?.example, [definition?.entityIdFields[0] ?? '']: entity };
  };

  it.each([
    ['session.redacted', 'session.approved'],
    ['session.retention-expired', 'session.approved'],
    ['document.redacted', 'document.verified'],
    ['verification.deleted', 'verification.completed'],
  ])('%s erases what came before, and stays', async (type, other) => {
    const before = await lab.api.publish(lab.tenant, exampleOf(other, 'entity_1'), other);
    await lab.api.attempt(await lab.delivery(before), 200);
    const forgetting = await lab.api.publish(lab.tenant, exampleOf(type, 'entity_1'), type);
    const after = await lab.api.publish(lab.tenant, exampleOf(other, 'entity_1'), other);
    await lab.untilDone();
    expect(await lab.record(before)).toMatchObject({ data: null, redacted_at: expect.any(String) });
    expect(await lab.record(forgetting)).toMatchObject({ subject: 'entity_1', redacted_at: null });
    expect(await lab.record(after)).toMatchObject({ subject: 'entity_1', redacted_at: null });
    expect(await lab.audited(1)).toMatchObject([
      {
        action: 'subjects.erased',
        actor: 'system',
        details: { reason: type },
      },
    ]);
  });
});

describe('a restored database', () => {
  it('forgets again what the log says was erased since', async () => {
    const event = await lab.publish();
    await lab.api.attempt(await lab.delivery(event), 200);
    const logged = (id: string, subject: string): string =>
      JSON.stringify({
        level: 'info',
        erasure: {
          id,
          up_to: 'ffffffff-ffff-7fff-bfff-ffffffffffff',
          tenant_id: parseId('tenant', lab.tenant),
          subjects: [lab.api.app.get(Vault).hashRef(subject)],
        },
      });
    const id = parseId('event', event) ?? '';
    const log = ['no JSON', '{"erasure":{}}', logged(id, SUBJECT), logged(id, 'another')].join(
      '\n',
    );
    const erasures = new ReappliedErasures(lab.api.app.get(DataSource));
    const late = Date.now() + DAY_MS;
    expect(await erasures.reapply(log, late)).toEqual({ known: 0, reapplied: 0 });
    await lab.api.sql.query(`UPDATE database_identity SET identity = 'another server'`);
    expect(await erasures.reapply(log, 0)).toEqual({ known: 0, reapplied: 1 });
    expect(await erasures.reapply(log, 0)).toEqual({ known: 1, reapplied: 0 });
    await lab.untilDone();
    expect(await lab.record(event)).toMatchObject({ data: null });
    const { rows } = await lab.api.sql.query('SELECT identity FROM database_identity');
    expect(rows).toEqual([{ identity: expect.stringMatching(/^\d+\/\d+\/\d+$/) }]);
  });
});

describe('the export of a subject', () => {
  it('has what is kept, and who received it', async () => {
    const own = await lab.publish();
    await lab.api.attempt(await lab.delivery(own), 200);
    const other = await lab.publish({ session_id: 'another', external_ref: SUBJECT });
    await lab.publish({ session_id: 'of_bob', external_ref: 'user_bob' });
    const path = `/v1/tenants/me/subjects/${SUBJECT}/export`;
    const { body } = await lab.own('GET', path);
    expect(body).toMatchObject({
      subject: SUBJECT,
      events: [
        { id: other, data: { note: PERSONAL } },
        {
          id: own,
          data: { note: PERSONAL },
          deliveries: [{ endpoint_id: lab.endpoint, attempts: [{ response: { status: 200 } }] }],
        },
      ],
      next_cursor: null,
    });
    expect(await lab.audited(1)).toMatchObject([
      { action: 'subject.exported', details: { events: 2 } },
    ]);
    expect(body['rejected']).toEqual([]);
    const refused = { session_id: 1, external_ref: SUBJECT, note: PERSONAL };
    for (const data of [refused, { ...refused, external_ref: 'user_bob' }]) {
      const publish = { tenant_id: lab.tenant, type: 'session.approved', data };
      expect((await lab.api.admin('POST', '/v1/events', publish)).status).toBe(422);
    }
    const whole = await lab.api.admin('GET', path.replace('me', lab.tenant));
    expect(whole.body).toMatchObject({
      events: [{ id: other }, { id: own }],
      rejected: [{ code: 'validation_failed', body: { data: refused } }],
    });
    expect((await lab.own('GET', path)).body['rejected']).toEqual([]);
    const support = await lab.api.createKey('support');
    expect((await support('GET', path.replace('me', lab.tenant))).status).toBe(403);
  });
});

describe('a dump of the database', () => {
  /** Every row of every table as text; bytes are in hexadecimal. */
  const dump = async (): Promise<string> => {
    const tables = await lab.api.sql.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace`,
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await lab.api.sql.query<{ row: string }>(
        `SELECT t::text AS row FROM "${name}" t`,
      );
      texts.push(...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  };

  it('holds none of the planted values, and no key opens any', async () => {
    const values = [PERSONAL, SUBJECT, REF, 'an answer about Anna', '+46 70 123 45 67'];
    const sent = await lab.publish({ phone: values[4] });
    await lab.api.attempt(await lab.delivery(sent), 500, values[3]);
    const waiting = await lab.publish({ phone: values[4] });
    await lab.api.admin('POST', '/v1/events', {
      tenant_id: lab.tenant,
      type: 'session.created',
      data: { session_id: SUBJECT, phone: values[4], status: 7 },
    });
    const sealedBefore = await lab.api.sql.query(`SELECT FROM event_bodies WHERE event_id = $1`, [
      parseId('event', sent),
    ]);
    expect(sealedBefore.rowCount).toBe(1);
    await lab.erase();
    await lab.untilDone();
    const text = await dump();
    expect(text).toContain(parseId('event', waiting));
    for (const value of values) {
      expect(text).not.toContain(value);
      expect(text).not.toContain(Buffer.from(value ?? '').toString('hex'));
    }
    for (const event of [sent, waiting]) {
      const record = JSON.stringify(await lab.record(event));
      for (const value of [PERSONAL, values[3], values[4]]) expect(record).not.toContain(value);
    }
  });
});
