import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  aSession,
  createReceivingTenant,
  eventually,
  runCli,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Published, Tenant } from '../support/app/index.js';
import type { ApiAnswer } from '../support/app/call-api.js';
import { queryRows } from '../support/services/admin-query.js';

const lab = useLab();

/** The commands need one, and use it for nothing. */
const ADMIN_API_KEY = `admin-${randomBytes(24).toString('hex')}`;
const FORMER = `former:${randomBytes(32).toString('base64')}`;
const NEXT = `next:${randomBytes(32).toString('base64')}`;
/** A new tenant needs a new data key. */
const EVENTS_PER_TENANT = 10;
const WITHIN_MS = 60_000;
/** Six processes start, and six commands, on a machine that the traffic keeps busy. */
const TEST_MS = 400_000;

/** Publishes one event after the other, to the process that is up, until it is stopped. */
function startTraffic(apps: readonly Postrider[], url: string) {
  const statuses = new Map<number, number>();
  const ids: string[] = [];
  const stopping = new AbortController();
  const count = ({ status }: ApiAnswer): void => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const publishOne = async (tenant: Tenant, turn: number): Promise<void> => {
    const body = { tenant_id: tenant.id, idempotency_key: `key-${turn}`, ...aSession() };
    for (let tries = turn; ; tries += 1) {
      const app = apps[tries % apps.length];
      // A process that is being replaced refuses connections: the publisher takes another one.
      const answer = await app
        ?.api<Published>('POST', '/v1/events', body, tenant.publisherKey)
        .catch(() => undefined);
      if (!answer) continue;
      count(answer);
      ids.push(answer.body.id);
      return;
    }
  };
  const makeTenant = async (turn: number): Promise<Tenant | undefined> => {
    const app = apps[turn % apps.length];
    if (!app) return undefined;
    try {
      return (await createReceivingTenant(app, { url })).tenant;
    } catch (error) {
      // The process may be replaced just now; any answer but a success is a failure.
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  };
  const run = async (first: number): Promise<void> => {
    let tenant: Tenant | undefined;
    for (let turn = first; !stopping.signal.aborted; turn += 1) {
      if (!tenant || turn % EVENTS_PER_TENANT === 0) {
        tenant = (await makeTenant(turn)) ?? tenant;
      }
      if (tenant) await publishOne(tenant, turn);
    }
  };
  const running = Promise.all([run(0), run(1)]);
  return {
    ids,
    statuses,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

it(
  'changes the encryption key under load: no refused publish, no failed attempt, and nothing needs the former key',
  async () => {
    const databaseUrl = await lab.database();
    const receiver = await lab.receiver();
    const start = (keys: string): Promise<Postrider> =>
      lab.postrider({ databaseUrl, env: { ENCRYPTION_KEYS: keys } });
    const cli = (keys: string, ...words: string[]): ReturnType<typeof runCli> =>
      runCli({ DATABASE_URL: databaseUrl, ADMIN_API_KEY, ENCRYPTION_KEYS: keys }, ...words);
    const apps = [await start(FORMER), await start(FORMER)];
    const traffic = startTraffic(apps, receiver.url);
    const grow = async (): Promise<void> => {
      const wanted = traffic.ids.length + EVENTS_PER_TENANT;
      await eventually(() => expect(traffic.ids.length).toBeGreaterThan(wanted), WITHIN_MS);
    };
    const replaceEach = async (keys: string): Promise<void> => {
      for (const [index, app] of apps.entries()) {
        apps[index] = await start(keys);
        expect(await app.stop()).toBe(0);
        // The other process still has the former list.
        await grow();
      }
    };
    await grow();
    expect(await cli(`${NEXT},${FORMER}`, 'keys', 'retire', 'former')).toEqual({
      status: 1,
      output: expect.stringMatching(/^\d+ data keys need 'former': run 'keys rotate' first\n$/),
    });
    await replaceEach(`${NEXT},${FORMER}`);
    const rotated = await cli(`${NEXT},${FORMER}`, 'keys', 'rotate');
    expect(rotated).toMatchObject({ status: 0, output: expect.stringContaining('100 % (') });
    expect(await cli(`${FORMER},${NEXT}`, 'keys', 'retire', 'former')).toMatchObject({
      status: 1,
      output: expect.stringContaining('is the first key of the settings'),
    });
    expect(await cli(`${NEXT},${FORMER}`, 'keys', 'retire', 'other')).toMatchObject({
      status: 1,
      output: expect.stringContaining("no encryption key is called 'other'"),
    });
    await grow();
    expect(await cli(`${NEXT},${FORMER}`, 'keys', 'retire', 'former')).toMatchObject({
      status: 0,
      output: expect.stringContaining("'former' is retired"),
    });
    await grow();
    await replaceEach(NEXT);
    await traffic.stop();

    expect([...traffic.statuses.keys()]).toEqual([202]);
    const published = new Set(traffic.ids);
    await eventually(() => {
      const received = receiver.requests.map(({ headers }) => String(headers['webhook-id']));
      expect(new Set(received)).toEqual(published);
    }, WITHIN_MS);
    const uses = await queryRows(databaseUrl, 'SELECT DISTINCT wrapped_by FROM data_keys');
    expect(uses).toEqual([{ wrapped_by: 'next' }]);
    await eventually(async () => {
      const attempts = await queryRows(
        databaseUrl,
        `SELECT (SELECT count(*)::int FROM attempts WHERE response_status IS DISTINCT FROM 200) AS failed,
         (SELECT count(*)::int FROM deliveries WHERE status <> 'succeeded') AS unfinished`,
      );
      expect(attempts).toEqual([{ failed: 0, unfinished: 0 }]);
    }, WITHIN_MS);
  },
  TEST_MS,
);
