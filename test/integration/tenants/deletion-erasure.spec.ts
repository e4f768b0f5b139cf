import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson, createLogger, newUuid, parseId } from '../../../src/common/index.js';
import { Vault } from '../../../src/database/index.js';
import { ReappliedErasures } from '../../../src/erasure/index.js';
import { Metrics } from '../../../src/metrics/index.js';
import { Retention } from '../../../src/retention/index.js';
import { Removals } from '../../../src/retention/removals.js';
import { TenantErasureRunner } from '../../../src/tenants/index.js';
import { auditedChanges } from '../../support/audited-changes.js';
import { startDeletionLab } from './deletion-lab.js';
import type { Body, DeletionLab, DoomedTenant } from './deletion-lab.js';

const SUBJECT = 'session_of_anna';
const PERSONAL = 'Anna Berg 1988';

let lab: DeletionLab;
let tenant: DoomedTenant;
beforeAll(async () => {
  lab = await startDeletionLab();
});
beforeEach(async () => {
  tenant = await lab.createDoomed();
});
afterAll(() => lab.close());

const rows = (table: string): Promise<number> =>
  lab.count(`SELECT FROM ${table} WHERE tenant_id = $1`, [tenant.id]);
const deletion = async (id: unknown): Promise<Body> =>
  (await lab.admin('GET', `/v1/tenant-deletions/${String(id)}`)).body;
const deletionOf = (answer: { body: Body }): Body => answer.body['deletion'] as Body;
const retain = (): Promise<boolean> => {
  const logger = createLogger({ logLevel: 'silent' });
  const ages = { payloadRetentionDays: 30, recordRetentionDays: 1_825 };
  const removals = new Removals(new Metrics(), logger);
  return new Retention(lab.app.get(DataSource), removals, logger, ages as never).run();
};

describe('the erasure of a tenant', () => {
  it('removes content, keys and addresses, keeps the record, and gives a signed receipt', async () => {
    const delivery = await tenant.deliver({ session_id: SUBJECT, note: PERSONAL });
    const other = await lab.createDoomed();
    const kept = await other.deliver({ note: PERSONAL });
    await lab.attempt(delivery, 200, `thanks, ${PERSONAL}`);
    const held = await tenant.deliver();
    const eventId = (await tenant.delivery(delivery))['event_id'];
    await lab.admin('POST', '/v1/events', { tenant_id: tenant.tenant, type: 'no.such', data: {} });
    await lab.sql.query(
      `INSERT INTO endpoint_notices (id, tenant_id, endpoint_id, type, data) VALUES ($1, $2, $1, 'x', '{}')`,
      [newUuid(), tenant.id],
    );
    const started = await tenant.remove('?now=true', { reason: 'contract ended' });
    expect(started).toMatchObject({ status: 202, body: { deletion: { status: 'erasing' } } });
    const gone = { status: 404 };
    expect(await lab.admin('GET', tenant.path)).toMatchObject(gone);
    expect(await tenant.restore()).toMatchObject(gone);
    expect(await tenant.own('GET', '/v1/tenants/me')).toMatchObject({ status: 401 });
    // From this moment on nothing can be decrypted any more.
    expect(await rows('data_keys')).toBe(0);

    let steps = 0;
    while (await lab.erase()) steps += 1;
    expect(steps).toBeGreaterThan(2);
    for (const table of ['rejected_publishes', 'subject_sequences', 'endpoint_notices']) {
      expect(await rows(table), table).toBe(0);
    }
    const uuid = parseId('event', String(eventId));
    for (const table of ['event_bodies', 'event_refs']) {
      expect(await lab.count(`SELECT FROM ${table} WHERE event_id = $1`, [uuid]), table).toBe(0);
    }
    const { rows: left } = await lab.sql.query<Body>(
      `SELECT d.id, d.status, d.reason, e.sealed_labels, e.subject_hash, a.url, a.ip, b.attempt_id AS body,
         p.url AS endpoint_url, t.name, t.external_id
       FROM tenants t JOIN events e ON e.tenant_id = t.id JOIN deliveries d ON d.event_id = e.id
       JOIN endpoints p ON p.id = d.endpoint_id LEFT JOIN attempts a ON a.delivery_id = d.id
       LEFT JOIN attempt_bodies b ON b.attempt_id = a.id WHERE t.id = $1 ORDER BY d.id`,
      [tenant.id],
    );
    const empty = { sealed_labels: null, subject_hash: null, body: null, name: '', ip: null };
    const url = 'https://erased.invalid/';
    expect(left).toMatchObject([
      {
        id: parseId('delivery', delivery),
        status: 'succeeded',
        url: '',
        endpoint_url: url,
        ...empty,
      },
      { id: parseId('delivery', held), status: 'cancelled', reason: 'endpoint_deleted', ...empty },
    ]);
    expect(await other.delivery(kept)).toMatchObject({ status: 'pending' });
    expect((await lab.claim(kept)).claim.tenant_id).toBe(other.id);

    const { receipt, signature, ...ended } = await deletion(deletionOf(started)['id']);
    expect(ended).toMatchObject({ status: 'finished', removed: { events: 2, attempt_bodies: 1 } });
    expect(receipt).toMatchObject({
      tenant_id: tenant.tenant,
      requested_by: 'bootstrap',
      reason: 'contract ended',
      removed: { events: 2, event_bodies: 2, rejected_publishes: 1 },
    });
    const signed = lab.app.get(Vault).sign(canonicalJson(receipt)).toString('hex');
    expect(signature).toEqual({ algorithm: 'HMAC-SHA256', value: signed });
    const { body: audit } = await lab.admin('GET', '/v1/audit');
    expect(auditedChanges(audit)[0]).toMatchObject({
      action: 'tenant.erased',
      target: tenant.tenant,
    });
    const { body: list } = await lab.admin('GET', '/v1/tenant-deletions?limit=1');
    expect(list['data']).toMatchObject([{ tenant_id: tenant.tenant, status: 'finished' }]);
  });

  it('begins by itself when the time is over', async () => {
    await tenant.deliver();
    const { body } = await tenant.remove();
    await lab.sql.query(
      'UPDATE tenant_deletions SET erase_at = now(), next_step_at = now() WHERE tenant_id = $1',
      [tenant.id],
    );
    await lab.untilErased();
    expect(await lab.admin('GET', tenant.path)).toMatchObject({ status: 404 });
    const { id } = body['deletion'] as Body;
    expect(await deletion(id)).toMatchObject({ status: 'finished' });
  });

  it('leaves no key under which an attempt reports late', async () => {
    const { answer } = await lab.claim(await tenant.deliver());
    await tenant.remove('?now=true');
    await lab.untilErased();
    await answer(200, `thanks, ${PERSONAL}`);
    // A worker that knows no key yet makes one.
    await lab.sql.query(
      `INSERT INTO data_keys (id, tenant_id, period, wrapped_by, wrapped) VALUES ($1, $2, 'late', 'k1', '')`,
      [newUuid(), tenant.id],
    );
    await retain();
    expect(await rows('data_keys')).toBe(0);
  });

  it('waits for the end of a legal hold, and follows then', async () => {
    const hold = `${tenant.path}/subjects/${SUBJECT}/hold`;
    await lab.publish(tenant.tenant, { session_id: SUBJECT });
    await lab.admin('POST', hold, { reason: 'case 7' });
    const answer = await tenant.remove('?now=true');
    const waiting = { reason: 'legal_hold', until: null };
    expect(answer.body).toMatchObject({
      status: 'deleting',
      deletion: { status: 'waiting', waiting },
    });
    await lab.erase();
    expect((await lab.admin('GET', tenant.path)).body).toMatchObject({
      deletion: { status: 'waiting', waiting },
    });
    expect(await rows('data_keys')).toBeGreaterThan(0);
    const { rows: gauges } = await lab.sql.query(
      `SELECT count(*)::int AS waiting FROM tenant_deletions WHERE state = 'waiting'`,
    );
    expect(gauges).toEqual([{ waiting: 1 }]);
    expect((await lab.admin('DELETE', hold)).status).toBe(204);
    await lab.untilErased();
    expect(await deletion(deletionOf(answer)['id'])).toMatchObject({ status: 'finished' });
  });

  it('waits for a minimum age, and can be taken back until then', async () => {
    await lab.admin('PATCH', tenant.path, { minimum_days: { 'session.*': 7, 'document.*': 9 } });
    await lab.publish(tenant.tenant);
    const { deletion: shown } = (await tenant.remove('?now=true')).body as { deletion: Body };
    expect(shown).toMatchObject({ status: 'waiting', waiting: { reason: 'minimum_age' } });
    const { until } = shown['waiting'] as { until: string };
    const days = (Date.parse(until) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.01);
    expect((await tenant.restore()).status).toBe(200);
    expect(await deletion(shown['id'])).toMatchObject({ status: 'restored' });
    await lab.untilErased();
    expect((await tenant.own('GET', '/v1/tenants/me')).status).toBe(200);
  });

  it('is done again in a restored database', async () => {
    // The log of a worker whose LOG_LEVEL is `warn`.
    const lines: string[] = [];
    const logger = createLogger({ logLevel: 'warn' }, { write: (line) => void lines.push(line) });
    const worker = new TenantErasureRunner(
      lab.app.get(DataSource),
      lab.app.get(Vault),
      logger,
      new Metrics(),
    );
    await tenant.remove('?now=true');
    while (await worker.run());
    const log = lines.join('');
    // The backup is from before the deletion.
    await lab.sql.query('DELETE FROM tenant_deletions WHERE tenant_id = $1', [tenant.id]);
    await lab.sql.query(
      'UPDATE tenants SET deleted_at = NULL, deleting_at = NULL, fanout_version = fanout_version + 1 WHERE id = $1',
      [tenant.id],
    );
    const erasures = new ReappliedErasures(lab.app.get(DataSource));
    expect(await erasures.reapply(log, Date.now())).toEqual({ known: 0, reapplied: 1 });
    await lab.untilErased();
    const isErased = 'SELECT FROM tenants WHERE id = $1 AND deleted_at IS NOT NULL';
    expect(await lab.count(isErased, [tenant.id])).toBe(1);
    expect(await erasures.reapply(log, 0)).toEqual({ known: 1, reapplied: 0 });
  });

  it('has decided about every table with rows of a tenant', async () => {
    const { rows: found } = await lab.sql.query<{ name: string }>(
      `SELECT DISTINCT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND NOT a.attisdropped AND a.attname IN ('tenant_id', 'tenant_ids') ORDER BY 1`,
    );
    expect(found.map(({ name }) => name)).toEqual([...ERASED, ...KEPT].toSorted());
  });
});

/** Whose rows go, or lose what is personal. */
const ERASED = [
  'api_keys',
  'data_keys',
  'deliveries',
  'derived_effects',
  'endpoint_notices',
  'endpoints',
  'events',
  'idempotency_keys',
  'rejected_publish_drops',
  'rejected_publishes',
  'request_keys',
  'sessions',
  'sign_in_links',
  'stream_consumers',
  'subject_holds',
  'subject_sequences',
];
/** Ids, positions, times and codes: the record; or gone with the deliveries. */
const KEPT = [
  'audit_log',
  'delivery_queue',
  'endpoint_grants',
  'erasures',
  'event_log',
  'event_log_heads',
  'replays',
  'statistics',
  'statistics_stale',
  'statistics_totals',
  'tenant_deletions',
  'tenant_purges',
  'unplaced_events',
];
