import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger, newUuid, publicId } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { EndpointMonitorModule } from '../../../src/endpoint-monitor/index.js';
import { FailingEndpoints } from '../../../src/endpoint-monitor/failing-endpoints.js';
import { monitorRules } from '../../../src/endpoint-monitor/next-step.js';
import { EndpointLifecycle } from '../../../src/endpoints/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

const HOUR = 3_600_000;
const RULES = { ...monitorRules(72 * HOUR), checkEveryMs: 0 };

interface Health {
  failingHours?: number | null;
  failedEvents?: number;
  /** How long ago the notice, and the warning, was sent. */
  notifiedHours?: number;
  warnedHours?: number;
  successHours?: number;
  /** How long ago the last attempt failed. */
  failureHours?: number;
  host?: string;
}

describe('endpoints that fail', () => {
  let engine: Engine;
  let monitors: FailingEndpoints[];

  beforeAll(async () => {
    engine = await startEngine([EndpointMonitorModule]);
    const logger = createLogger(loadSettings({ LOG_LEVEL: 'silent' }, '.'));
    monitors = [1, 2].map(
      () =>
        new FailingEndpoints(engine.get(DataSource), engine.get(EndpointLifecycle), RULES, logger),
    );
  });
  afterAll(() => engine.close());

  beforeEach(async () => {
    await engine.sql('UPDATE endpoint_watch SET looked_at = now()');
    await engine.sql('TRUNCATE endpoint_health, endpoint_notices, attempts');
  });

  /** Two processes check at once. */
  const check = async (): Promise<void> => {
    await Promise.all(monitors.map((monitor) => monitor.run()));
  };

  /** An endpoint with that history, as attempts would have left it. */
  async function endpointWith(health: Health): Promise<string> {
    const { host = 'hooks.example.com', failureHours = 0.1 } = health;
    const tenant = await engine.createTenant([{ url: `https://${host}/a/secret-path` }]);
    const endpointId = tenant.endpointIds[0] ?? '';
    const ago = (hours: number | null | undefined) =>
      hours == null ? null : new Date(Date.now() - hours * HOUR);
    await engine.sql(
      `INSERT INTO endpoint_health (endpoint_id, failing_since, failed_events, failing_notified_at,
         notified_failing_since, disabling_soon_notified_at, last_success_at)
       VALUES ($1, $2, $3, $4, $2, $5, $6)`,
      [
        endpointId,
        ago(health.failingHours),
        health.failedEvents ?? 5,
        ago(health.notifiedHours),
        ago(health.warnedHours),
        ago(health.successHours),
      ],
    );
    const deliveryId = newUuid();
    await engine.sql(
      `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, attempts)
       VALUES ($1, $1, $2, $3, now() + interval '1 hour', 1)`,
      [deliveryId, endpointId, tenant.id],
    );
    await engine.sql(
      `INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, max_attempts, created_at)
       VALUES ($1, $1, $2, $3, 'session.created', 'envelope', 'pending', 12, now())`,
      [deliveryId, tenant.id, endpointId],
    );
    await engine.sql(
      `INSERT INTO attempts (id, delivery_id, number, trigger, url, started_at, duration_ms,
         response_status, error_class, error_message)
       VALUES ($1, $2, 1, 'automatic', $3, $4, 7, 503, 'http_status', 'The receiver answered 503.')`,
      [newUuid(), deliveryId, `https://${host}/a/secret-path`, ago(failureHours)],
    );
    return endpointId;
  }

  const notices = async (endpointId: string): Promise<string[]> =>
    (
      await engine.sql<{ type: string }>(
        'SELECT type FROM endpoint_notices WHERE endpoint_id = $1 ORDER BY id',
        [endpointId],
      )
    ).map(({ type }) => type);

  const statusOf = async (endpointId: string): Promise<unknown> =>
    (
      await engine.sql<object>('SELECT status, disabled_reason FROM endpoints WHERE id = $1', [
        endpointId,
      ])
    )[0];

  const ACTIVE = { status: 'active', disabled_reason: null };
  const AT_THE_END = { failingHours: 73, notifiedHours: 72, warnedHours: 25 };

  it('get one notice, however many check, with the host and how they fail', async () => {
    const id = await endpointWith({ failingHours: 0.5 });
    for (let round = 0; round < 3; round += 1) await check();
    const rows = await engine.sql<{ type: string; data: Record<string, unknown> }>(
      'SELECT type, data FROM endpoint_notices',
    );
    expect(rows).toMatchObject([
      {
        type: 'endpoint.failing',
        data: {
          endpoint_id: publicId('endpoint', id),
          url_host: 'hooks.example.com',
          status: 'active',
          failed_events: 5,
          last_error: {
            class: 'http_status',
            status: 503,
            message: 'The receiver answered 503.',
          },
        },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret-path');
  });

  it('get a reminder after an hour, as long as something is tried', async () => {
    const tried = await endpointWith({ failingHours: 9, notifiedHours: 8 });
    const idle = await endpointWith({ failingHours: 9, notifiedHours: 8, failureHours: 3 });
    await engine.sql(
      `UPDATE endpoint_health SET last_notified_at = now() - interval '61 minutes', failing_notices = 8`,
    );
    for (let round = 0; round < 3; round += 1) await check();
    expect(await notices(idle)).toEqual([]);
    expect(
      await engine.sql<object>('SELECT data FROM endpoint_notices WHERE endpoint_id = $1', [tried]),
    ).toMatchObject([{ data: { notice: 9 } }]);
  });

  it('get a warning, and are disabled when the warning has had its time', async () => {
    const id = await endpointWith({ failingHours: 73, notifiedHours: 72 });
    for (let round = 0; round < 3; round += 1) await check();
    expect(await notices(id)).toEqual(['endpoint.disabling_soon']);
    expect(await statusOf(id)).toEqual(ACTIVE);
    await engine.sql(
      `UPDATE endpoint_health SET disabling_soon_notified_at = now() - interval '25 hours'`,
    );
    for (let round = 0; round < 3; round += 1) await check();
    expect(await notices(id)).toEqual(['endpoint.disabling_soon', 'endpoint.disabled']);
    expect(await statusOf(id)).toEqual({ status: 'disabled', disabled_reason: 'failing' });
    const deliveries = await engine.sql(
      'SELECT status, reason FROM deliveries WHERE endpoint_id = $1',
      [id],
    );
    expect(deliveries).toEqual([{ status: 'held', reason: 'endpoint_disabled' }]);
  });

  it.each([
    ['time alone: nothing was tried since the warning', { ...AT_THE_END, failureHours: 26 }],
    ['a few events', { ...AT_THE_END, failedEvents: 4 }],
    ['a failure that a success ended', { ...AT_THE_END, failingHours: null, successHours: 0.1 }],
  ] as [string, Health][])('are not disabled by %s', async (_, health) => {
    const id = await endpointWith(health);
    await check();
    expect(await statusOf(id)).toEqual(ACTIVE);
    expect(await notices(id)).not.toContain('endpoint.disabled');
  });

  it('get one notice when they work again, and another when they fail anew', async () => {
    const id = await endpointWith({ failingHours: null, notifiedHours: 2, successHours: 1 });
    for (let round = 0; round < 3; round += 1) await check();
    expect(await notices(id)).toEqual(['endpoint.recovered']);
    await engine.sql(`UPDATE endpoint_health SET failing_since = now() - interval '30 minutes'`);
    await check();
    expect(await notices(id)).toEqual(['endpoint.recovered', 'endpoint.failing']);
  });

  it('get no notice while they are paused', async () => {
    const id = await endpointWith(AT_THE_END);
    await engine.sql(`UPDATE endpoints SET status = 'paused' WHERE id = $1`, [id]);
    await check();
    expect(await notices(id)).toEqual([]);
  });

  describe('during an outage of our own', () => {
    const countedHours = async (id: string): Promise<number> =>
      (
        await engine.sql<{ hours: number }>(
          `SELECT extract(epoch FROM now() - greatest(failing_since, counted_from))::float8 / 3600 AS hours
           FROM endpoint_health WHERE endpoint_id = $1`,
          [id],
        )
      )[0]?.hours ?? NaN;

    it('do not fail: what passed while no worker was there is taken off', async () => {
      const old = await endpointWith(AT_THE_END);
      const young = await endpointWith({ failingHours: 2 });
      await engine.sql(`UPDATE endpoint_watch SET looked_at = now() - interval '20 hours'`);
      await check();
      expect(await statusOf(old)).toEqual(ACTIVE);
      expect(await countedHours(old)).toBeCloseTo(53, 1);
      expect(await countedHours(young)).toBeCloseTo(0, 1);
      await check();
      expect(await countedHours(old)).toBeCloseTo(53, 1);
    });

    it('are not disabled while nothing succeeds on several hosts', async () => {
      const hosts = ['a.example.com', 'b.example.com', 'c.example.com'];
      const ids = [];
      for (const host of hosts) ids.push(await endpointWith({ ...AT_THE_END, host }));
      await engine.sql(`UPDATE endpoint_watch SET looked_at = now() - interval '1 minute'`);
      const before = await countedHours(ids[0] ?? '');
      await check();
      expect(await countedHours(ids[0] ?? '')).toBeCloseTo(before - 1 / 60, 3);
      for (const id of ids) expect(await statusOf(id)).toEqual(ACTIVE);
    });

    it('are not disabled either where nothing but mails to our own server succeeds', async () => {
      const hosts = ['a.example.com', 'b.example.com', 'c.example.com'];
      const ids = [];
      for (const host of hosts) ids.push(await endpointWith({ ...AT_THE_END, host }));
      const mails = await endpointWith({ failingHours: null, successHours: 0.01 });
      await engine.sql(
        `UPDATE endpoints SET channel = 'email', url = NULL, recipients = '{a@example.com}' WHERE id = $1`,
        [mails],
      );
      await check();
      for (const id of ids) expect(await statusOf(id)).toEqual(ACTIVE);
    });

    it.each([
      ['one host is tried, and it alone fails', ['a.example.com', 'a.example.com:8443'], false],
      ['something succeeds elsewhere', ['a.example.com', 'b.example.com', 'c.example.com'], true],
    ])('fail for themselves where %s', async (_, hosts, succeeds) => {
      const ids = [];
      for (const host of hosts) ids.push(await endpointWith({ ...AT_THE_END, host }));
      if (succeeds) await endpointWith({ failingHours: null, successHours: 0.1 });
      await check();
      for (const id of ids) {
        expect(await statusOf(id)).toEqual({ status: 'disabled', disabled_reason: 'failing' });
      }
    });
  });
});
