import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findReleases, finishRelease } from '../../../src/queue/index.js';
import { createLogger, parseId, publicId } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import type { ClaimedDelivery } from '../../../src/queue/index.js';
import { gatherDigests } from '../../../src/queue/digests.query.js';
import { nextState } from '../../../src/delivery/next-state.js';
import { promoteWaiting } from '../../../src/housekeeping/housekeeping.query.js';
import { RedactionFollowUp } from '../../../src/redaction/redaction.query.js';
import { eventually } from '../../support/app/index.js';
import { testClaims } from '../../support/test-claims.js';
import { testRecorder } from '../../support/test-recorder.js';
import { anHourAgo, startReplayLab } from './replay-lab.js';
import type { ReplayLab } from './replay-lab.js';

const SEED = 20_261_120;
const RUN_MS = 6_000;
const LEAST_EVENTS = 50;
/** Short, so that leases expire during attempts. */
const LEASE_MS = 700;
const SUBJECTS = 6;
const RECIPIENT = 'someone@one.test';

let lab: ReplayLab;
let hot: HotPool;

beforeAll(async () => {
  lab = await startReplayLab();
  hot = lab.app.get(HotPool);
});
afterAll(() => lab.close());

/** Returns a seeded generator of numbers in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ids = async (sql: string): Promise<unknown[]> => (await lab.sql.query<object>(sql)).rows;

/** Deliveries in flight of ordered subjects. One whose lease has ended, on a slow machine, is no longer one. */
class Order {
  readonly violations: string[] = [];
  readonly subjects = new Map<string, string>();
  private readonly underWay = new Map<string, { delivery: string; claimedAtMs: number }>();

  constructor(private readonly endpointId: string) {}

  begin(claim: ClaimedDelivery, claimedAtMs: number): void {
    const subject = this.subjectOf(claim);
    if (subject === undefined) return;
    const other = this.underWay.get(subject);
    const heldMs = performance.now() - (other?.claimedAtMs ?? -Infinity);
    if (other && heldMs < LEASE_MS) {
      this.violations.push(`${claim.delivery_id} beside ${other.delivery}, after ${heldMs} ms`);
    }
    this.underWay.set(subject, { delivery: claim.delivery_id, claimedAtMs });
  }

  end(claim: ClaimedDelivery): void {
    const subject = this.subjectOf(claim);
    if (subject !== undefined && this.underWay.get(subject)?.delivery === claim.delivery_id) {
      this.underWay.delete(subject);
    }
  }

  /** Retries this delivery by hand. */
  private subjectOf({ endpoint_id, trigger, event_id }: ClaimedDelivery): string | undefined {
    if (endpoint_id !== this.endpointId || trigger === 'manual') return undefined;
    return this.subjects.get(event_id);
  }
}

it('whatever people and workers do at once, each delivery is queued or settled, and nothing waits for nobody', async () => {
  const random = seeded(SEED);
  const among = <T>(things: readonly [T, ...T[]]): T =>
    things[Math.floor(random() * things.length)] ?? things[0];
  const tenant = await lab.createTenant();
  const own = await lab.createKey('tenant', tenant);
  const ordered = await lab.createEndpoint(tenant, { ordered: true });
  const toggled = await lab.createEndpoint(tenant);
  const mail = await lab.createEndpoint(tenant);
  await lab.sql.query(
    `UPDATE endpoints SET channel = 'email', url = NULL, recipients = ARRAY[$2], format = 'envelope',
       digest = '{"window_seconds": 1, "max_per_window": 2}' WHERE id = $1`,
    [parseId('endpoint', mail), RECIPIENT],
  );
  const order = new Order(parseId('endpoint', ordered) ?? '');
  const endpoints = [ordered, toggled, mail] as const;
  const source = lab.app.get(DataSource);
  const logger = createLogger({ logLevel: 'silent' });
  const recorder = testRecorder(lab.app);
  const followUp = new RedactionFollowUp(source, logger);
  const claims = testClaims(hot, LEASE_MS);
  const events: string[] = [];
  const broken: string[] = [];
  const late: Promise<unknown>[] = [];

  const record = (claim: ClaimedDelivery, succeeded: boolean): Promise<boolean> =>
    recorder.record({
      deliveryId: claim.delivery_id,
      endpointId: claim.endpoint_id,
      tenantId: claim.tenant_id,
      fence: claim.fence,
      attempt: {
        id: claim.attempt_id,
        number: claim.attempt_number,
        trigger: claim.trigger,
        format: 'envelope',
        url: 'https://hooks.example.com/in',
        ip: null,
        startedAt: new Date(),
        durationMs: 1,
        timings: { dns_ms: null, connect_ms: null, tls_ms: null, first_byte_ms: null },
        bodyHash: null,
        responseStatus: succeeded ? 200 : 500,
        error: succeeded ? null : { class: 'http_status', message: 'got 500' },
        exchange: null,
      },
      next: nextState(claim, succeeded ? 'succeeded' : 'retry', {
        scheduleSeconds: [0, 0.2],
        now: new Date(),
        random,
      }),
      succeeded,
      health: null,
      heldBackMs: null,
    });

  /** A success settles the delivery however late it comes, even while another attempt is under way. */
  const reportLate = (claim: ClaimedDelivery, succeeded: boolean): Promise<boolean> => {
    if (succeeded) order.end(claim);
    return record(claim, succeeded);
  };

  /** Sends what is due. Most attempts succeed, some fail; now and then a worker dies or reports late. */
  async function send(luck: number, dies: number): Promise<number> {
    const claimedAtMs = performance.now();
    const found = await claims.due(20);
    const alone = found.quarantined ? (await claims.quarantined()).deliveries : [];
    const all = [...found.deliveries, ...alone];
    for (const claim of all) order.begin(claim, claimedAtMs);
    const automatic = all.filter(({ trigger }) => trigger !== 'manual');
    const rows = await hot.run(gatherDigests, [automatic.map((one) => one.delivery_id), 1_000]);
    const along = rows.map(({ single: one_shot, ...row }) => ({
      ...row,
      one_shot,
      endpoint_version: 1,
      slow: false,
      sendBeforeMs: 0,
    }));
    await pause(random() * 20);
    await Promise.all(
      [...all, ...along].map(async (claim) => {
        order.end(claim);
        if (random() >= dies) await record(claim, random() < luck);
        else if (random() < 0.5)
          late.push(pause(LEASE_MS * 1.5).then(() => reportLate(claim, random() < 0.5)));
      }),
    );
    return all.length;
  }

  async function look(): Promise<void> {
    await lab.work();
    await hot.run(promoteWaiting);
    await followUp.run();
    for (const id of await findReleases(source.manager)) await finishRelease(source.manager, id);
  }

  async function call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Record<string, unknown>> {
    const answer = await own(method, `/v1/tenants/me${path}`, body);
    if (answer.status >= 500) broken.push(`${method} ${path}: ${answer.text}`);
    return answer.body;
  }

  const deliveries = async (): Promise<string[]> => {
    const { rows } = await lab.sql.query<{ id: string }>(
      'SELECT id FROM deliveries ORDER BY random() LIMIT 1',
    );
    return rows.map(({ id }) => publicId('delivery', id));
  };

  const deeds = [
    () => call('POST', `/endpoints/${among(endpoints)}/pause`),
    () => call('POST', `/endpoints/${among(endpoints)}/resume`, { held: 'send' }),
    () => call('POST', `/endpoints/${among(endpoints)}/resume`, { held: among(['send', 'skip']) }),
    () => call('PATCH', `/endpoints/${toggled}`, { ordered: random() < 0.5 }),
    async () => {
      for (const id of await deliveries()) await call('POST', `/deliveries/${id}/retry`);
    },
    async () => {
      for (const id of await deliveries()) await call('POST', `/deliveries/${id}/skip`);
    },
    async () => {
      const status = among(['failed', 'missing', 'all']);
      const body = { since: anHourAgo(), status };
      const { id } = await call('POST', `/endpoints/${among(endpoints)}/replay`, body);
      await pause(random() * 200);
      if (random() < 0.5) await call('DELETE', `/replays/${String(id)}`);
    },
    async () => {
      const event = events[Math.floor(random() * events.length)];
      if (event === undefined || random() < 0.5) return;
      const path = `/v1/tenants/${tenant}/events/${event}/redact`;
      const answer = await lab.admin('POST', path, {});
      if (answer.status >= 500) broken.push(answer.text);
    },
  ] as const;

  const untilMs = Date.now() + RUN_MS;
  const during = async (job: () => Promise<unknown>, everyMs: number): Promise<void> => {
    // A slow machine needs longer for the minimum that is worth reconciling.
    while (Date.now() < untilMs || events.length <= LEAST_EVENTS) {
      await job();
      await pause(random() * everyMs);
    }
  };
  const publish = async (): Promise<void> => {
    const subject = `session_${Math.floor(random() * SUBJECTS)}`;
    const event = await lab.publish(tenant, { session_id: subject });
    order.subjects.set(parseId('event', event) ?? '', subject);
    events.push(event);
  };
  await Promise.all([
    during(publish, 20),
    during(publish, 20),
    during(() => send(0.6, 0.1), 30),
    during(() => send(0.6, 0.1), 30),
    during(() => among(deeds)(), 40),
    during(() => among(deeds)(), 40),
    during(() => among(deeds)(), 40),
    during(look, 300),
  ]);
  await Promise.all(late);
  expect(broken).toEqual([]);
  expect(order.violations).toEqual([]);

  // Every event has its deliveries, and exactly the pending ones are in the queue.
  expect(
    await ids(`SELECT d.id, d.status, d.reason, q.delivery_id, q.resume_status
      FROM deliveries d FULL JOIN delivery_queue q ON q.delivery_id = d.id
      WHERE d.id IS NULL OR (d.status = 'pending') <> (q.delivery_id IS NOT NULL AND q.resume_status IS NULL)`),
  ).toEqual([]);
  expect(
    await ids('SELECT event_id FROM deliveries GROUP BY event_id HAVING count(*) <> 3'),
  ).toEqual([]);
  await hot.run(promoteWaiting);
  expect(
    await ids(`SELECT q.* FROM delivery_queue q WHERE q.due_at = 'infinity' AND q.leased_until IS NULL AND NOT EXISTS (
      SELECT FROM delivery_queue o WHERE o.due_at < 'infinity' AND (o.digest_id = q.digest_id
        OR (o.endpoint_id = q.endpoint_id AND o.subject_hash = q.subject_hash)))`),
  ).toEqual([]);

  // When the receivers answer, every delivery settles.
  for (const endpoint of endpoints)
    await call('POST', `/endpoints/${endpoint}/resume`, { held: 'send' });
  await eventually(async () => {
    await look();
    await lab.sql.query(
      `UPDATE delivery_queue SET due_at = now() WHERE due_at > now() AND due_at < 'infinity'`,
    );
    await lab.sql.query('UPDATE endpoint_health SET ramp_from = NULL, last_success_at = now()');
    while ((await send(1, 0)) > 0);
    expect(await ids('SELECT * FROM delivery_queue LIMIT 3')).toEqual([]);
  }, 20_000);
  expect(
    await ids(`SELECT id, status, reason FROM deliveries
      WHERE status = 'pending' OR (status = 'held' AND reason IS DISTINCT FROM 'poison')`),
  ).toEqual([]);
  expect(broken).toEqual([]);
}, 60_000);
