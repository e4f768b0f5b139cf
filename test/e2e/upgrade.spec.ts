import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReceivingTenant, eventually, publish, useLab } from '../support/app/index.js';
import type { Postrider, Tenant } from '../support/app/index.js';
import { makeFormerBuild, hasFormerBuild } from '../support/former-build.js';
import type { Receiver } from '../support/receiver.js';
import { createEmptyDatabase } from '../support/services/index.js';
import type { TestDatabase } from '../support/services/index.js';

const lab = useLab();
const hasFormer = hasFormerBuild();
if (!hasFormer)
  console.warn('Left out: an upgrade beside the former build, which this history lacks.');

/** More of them with `UPGRADE_EVENTS=5000`. */
const EVENTS = Number(process.env.UPGRADE_EVENTS ?? 150);
const AT_ONCE = 8;
const FORMER_EVENTS = 30;
/** Fewer failures than open the breaker. */
const TO_BE_RETRIED = 5;
const BUILD_WITHIN_MS = 400_000;
const WITHIN_MS = 60_000 + EVENTS * 40;

interface Ledger {
  events: number;
  deliveries: number;
  succeeded: number;
  queued: number;
  /** Attempts on record that a receiver answered with 200. */
  answered: number;
}

describe.runIf(hasFormer)('an upgrade in place', { timeout: 4 * WITHIN_MS }, () => {
  let database: TestDatabase;
  let client: Client;
  let receiver: Receiver;
  let start: (role: 'api' | 'worker', build?: 'former') => Promise<Postrider>;
  let tenant: Tenant;
  const ids: string[] = [];

  beforeAll(async () => {
    database = await createEmptyDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    receiver = await lab.receiver();
    const [redis, former] = await Promise.all([lab.redis(), makeFormerBuild()]);
    const common = { databaseUrl: database.url, redisUrl: redis.url };
    const env = { RETRY_SCHEDULE: '2,2,2,2,2' };
    start = (role, build) =>
      lab.postrider({ ...common, env, role, ...(build === 'former' && { project: former }) });
  }, BUILD_WITHIN_MS);
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const publishMany = async (app: Postrider, count: number): Promise<void> => {
    const turns = Array.from({ length: AT_ONCE }, async (_turn, first) => {
      for (let index = first; index < count; index += AT_ONCE) {
        ids.push((await publish(app, tenant)).id);
      }
    });
    await Promise.all(turns);
  };

  const attemptsOf = async ({ url }: Postrider): Promise<number> => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const counts = [...metrics.matchAll(/^postrider_attempts_total\{.*\} (\d+)$/gm)];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  };

  /** Every event that was answered with 202 has one delivery, which succeeded and is on record. */
  const expectNothingLost = async (): Promise<void> => {
    await eventually(async () => {
      const { rows } = await client.query<Ledger>(
        `SELECT (SELECT count(*) FROM events WHERE id = ANY ($1))::int AS events,
           count(*)::int AS deliveries, count(*) FILTER (WHERE status = 'succeeded')::int AS succeeded,
           (SELECT count(*) FROM delivery_queue)::int AS queued,
           (SELECT count(*) FROM attempts WHERE response_status = 200)::int AS answered
         FROM deliveries WHERE event_id = ANY ($1)`,
        [ids.map(uuidOf)],
      );
      const all = ids.length;
      expect(rows).toEqual([
        { events: all, deliveries: all, succeeded: all, queued: 0, answered: all },
      ]);
    }, WITHIN_MS);
    const received = receiver.requests.map(({ headers }) => String(headers['webhook-id']));
    expect([...new Set(received)].toSorted()).toEqual(ids.toSorted());
  };

  let formerApi: Postrider;
  let formerWorker: Postrider;
  let api: Postrider;
  let worker: Postrider;

  it('takes over a database in use: the former worker goes on beside the new one, and nothing is lost', async () => {
    [formerApi, formerWorker] = await Promise.all([
      start('api', 'former'),
      start('worker', 'former'),
    ]);
    ({ tenant } = await createReceivingTenant(formerApi, { url: receiver.url }));
    receiver.answer(503);
    await publishMany(formerApi, TO_BE_RETRIED);
    await receiver.waitFor(TO_BE_RETRIED, WITHIN_MS);
    receiver.answer(200);

    const during = publishMany(formerApi, FORMER_EVENTS);
    [api, worker] = await Promise.all([start('api'), start('worker')]);
    await during;
    await publishMany(api, EVENTS);
    expect(await formerApi.stop()).toBe(0);
    await expectNothingLost();
    const shares = { former: await attemptsOf(formerWorker), present: await attemptsOf(worker) };
    expect(shares).toEqual({ former: expect.any(Number), present: expect.any(Number) });
    expect(Math.min(shares.former, shares.present)).toBeGreaterThan(0);
    console.info(
      `upgrade: ${ids.length} events, attempts of the workers ${JSON.stringify(shares)}`,
    );
  });

  it('leaves the former worker able to do everything by itself', async () => {
    expect(await worker.stop()).toBe(0);
    await publishMany(api, FORMER_EVENTS);
    await expectNothingLost();
  });

  it('puts nothing back when a process of the former build starts afterwards', async () => {
    const state = async (): Promise<object[]> => {
      const { rows } = await client.query<object>(
        `SELECT proname, md5(prosrc) AS text, version FROM pg_proc JOIN applied_functions ON name = proname
         ORDER BY proname`,
      );
      return rows;
    };
    const before = await state();
    expect(await formerWorker.stop()).toBe(0);
    await start('worker', 'former');
    expect(await state()).toEqual(before);
    await publishMany(api, FORMER_EVENTS);
    await expectNothingLost();
  });
});

/** `evt_` and 32 hexadecimal digits. */
function uuidOf(id: string): string {
  return id.slice('evt_'.length);
}
