import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aSession,
  createReceivingTenant,
  eventually,
  onlyDelivery,
  publish,
  spawnPostrider,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Published, Tenant } from '../support/app/index.js';
import type { Receiver } from '../support/receiver.js';
import { relayTo } from '../support/tcp-relay.js';
import type { TcpRelay } from '../support/tcp-relay.js';

const lab = useLab();
const OUT_OF_ORDER = { refused: 3, ready: 503, live: 200 };

describe('a process whose database', () => {
  let databaseUrl: string;
  let relay: TcpRelay;
  let app: Postrider;
  let tenant: Tenant;
  let receiver: Receiver;

  beforeAll(async () => {
    databaseUrl = await lab.database();
    const through = await relayTo(databaseUrl);
    relay = through.relay;
    receiver = await lab.receiver();
    app = await lab.postrider({ databaseUrl: through.url });
    ({ tenant } = await createReceivingTenant(app, { url: receiver.url }));
  });
  afterAll(() => relay.cut());

  const tryToPublish = (more: object = {}, event = aSession()) =>
    app.api<Published>('POST', '/v1/events', { tenant_id: tenant.id, ...event, ...more });
  const tryBatch = () => {
    const events = [1, 2, 3].map(() => ({ tenant_id: tenant.id, ...aSession() }));
    return app.api('POST', '/v1/events/batch', { events });
  };
  const whatItSays = async (): Promise<object> => {
    const refused = { status: 503, code: 'unavailable', problem: true, retryAfter: true };
    const answers = await Promise.all([
      tryToPublish(),
      tryBatch(),
      app.api('POST', '/v1/tenants', { name: 'x' }),
    ]);
    for (const { status, headers, body } of answers) {
      const { code } = body as { code?: string };
      const problem = headers.get('content-type')?.startsWith('application/problem+json');
      const retryAfter = Number(headers.get('retry-after')) > 0;
      expect({ status, code, problem, retryAfter }).toEqual(refused);
    }
    const [ready, live] = await Promise.all([
      app.api('GET', '/health/ready'),
      app.api('GET', '/health/live'),
    ]);
    return { refused: answers.length, ready: ready.status, live: live.status };
  };
  /** Once it takes events again. */
  const deliver = async (): Promise<number> => {
    const { id } = await eventually(() => publish(app, tenant));
    await expectDelivered(id);
    return (await app.api('GET', '/health/ready')).status;
  };
  const expectDelivered = (eventId: string) =>
    eventually(async () => {
      const delivery = await onlyDelivery(app, tenant.id, eventId);
      expect(delivery).toMatchObject({ status: 'succeeded', attempt_count: 1 });
    });

  it('is gone takes nothing, says so, and goes on when it is back', async () => {
    await relay.cut();
    expect(await whatItSays()).toEqual(OUT_OF_ORDER);
    await relay.open();
    expect(await deliver()).toBe(200);
  });

  it('falls silent leaves no request waiting, and goes on when it is back', async () => {
    await publish(app, tenant);
    relay.stall();
    expect(await whatItSays()).toEqual(OUT_OF_ORDER);
    await relay.open();
    expect(await deliver()).toBe(200);
  });

  it('takes no changes refuses them all, and still shows what it has', async () => {
    const { id } = await publish(app, tenant);
    await expectDelivered(id);
    const name = new URL(databaseUrl).pathname.slice(1);
    await withClient(async (client) => {
      await client.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      await cutOthers(client);
      expect(await whatItSays()).toEqual(OUT_OF_ORDER);
      expect((await app.api('GET', `/v1/tenants/${tenant.id}/events/${id}`)).status).toBe(200);
      await client.query('SET default_transaction_read_only = off');
      await client.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
      await cutOthers(client);
    });
    expect(await deliver()).toBe(200);
  });

  it('is too slow refuses what would wait for long, and has kept nothing of it', async () => {
    const before = await countEvents();
    await withClient(async (client) => {
      await client.query('BEGIN');
      await client.query('LOCK TABLE events IN EXCLUSIVE MODE');
      const answers = await Promise.all(Array.from({ length: 20 }, () => tryToPublish()));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
      await client.query('ROLLBACK');
    });
    expect(await countEvents()).toBe(before);
    expect(await deliver()).toBe(200);
  });

  it('is lost in a commit answers the retry of the key with the event that was stored', async () => {
    const [event, idempotency_key] = [aSession(), randomUUID()];
    await publish(app, tenant);
    const before = await countEvents();
    relay.mute();
    const unknown = tryToPublish({ idempotency_key }, event);
    await eventually(async () => expect(await countEvents()).toBe(before + 1));
    expect((await unknown).status).toBe(503);
    await relay.open();
    const retried = await eventually(() => publish(app, tenant, { ...event, idempotency_key }));
    expect(retried).toMatchObject({ duplicate: true, deliveries: 1 });
    // A claim whose answer was dropped as well counts as an attempt of a lost worker.
    await eventually(async () => {
      const { status } = await onlyDelivery(app, tenant.id, retried.id);
      expect(status).toBe('succeeded');
    });
    expect(await countEvents()).toBe(before + 1);
  });

  async function countEvents(): Promise<number> {
    return withClient(async (client) => {
      const { rows } = await client.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM events',
      );
      return rows[0]?.count ?? 0;
    });
  }

  async function withClient<T>(use: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end();
    }
  }

  async function cutOthers(client: Client): Promise<void> {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  }
});

describe('a process that is started', () => {
  it('before its database waits for it', async () => {
    const { relay, url } = await relayTo(await lab.database());
    await relay.cut();
    const starting = await spawnPostrider({ databaseUrl: url });
    await eventually(() => expect(starting.output()).toContain('waiting for PostgreSQL'));
    await relay.open();
    await starting.says(/Postrider is running/, 60_000);
    starting.kill('SIGTERM');
    expect(await starting.ended).toBe(0);
    await relay.cut();
  });

  it('with a wrong password says so at once, without the password', async () => {
    const url = new URL(await lab.database());
    url.password = 'not-the-password';
    const starting = await spawnPostrider({ databaseUrl: url.href });
    expect(await starting.ended).toBe(1);
    expect(starting.stderr()).toContain(`PostgreSQL at ${url.host}${url.pathname} refuses`);
    expect(starting.output()).not.toContain(url.password);
  });
});
