import { Injectable, Module } from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/common/index.js';
import { createBullWakeUps } from '../../../src/queue/wake-ups/bull/index.js';
import { PostriderModule, SessionEvents, SessionEventsModule } from '../../../src/index.js';
import { eventually, useLab } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { createHostRole, ENCRYPTION_KEYS, startHost } from '../../support/host/index.js';
import type { HostRole } from '../../support/host/index.js';
import { relayTo, startTcpRelay } from '../../support/tcp-relay.js';
import type { TcpRelay } from '../../support/tcp-relay.js';

const lab = useLab();
const SESSION = { session_id: 's', external_ref: null, is_sandbox: false };

let engine: Engine;
let role: HostRole;
let tenant: string;

beforeAll(async () => {
  engine = await startEngine([]);
  role = await createHostRole(engine.databaseUrl);
});
beforeEach(async () => {
  tenant = tenantRef((await engine.createTenant()).id);
});
afterAll(async () => {
  await role.drop();
  await engine.close();
});

const countEvents = async (): Promise<number> => {
  const [row] = await engine.sql<{ count: number }>('SELECT count(*)::int AS count FROM events');
  return row?.count ?? -1;
};

describe('an application with options of its own providers', () => {
  /** What it reads its settings from. */
  @Injectable()
  class Vaulted {
    databaseUrl = (): Promise<string> => Promise.resolve(role.url);
  }
  @Module({ providers: [Vaulted], exports: [Vaulted] })
  class VaultedModule {}
  @Module({})
  class RootModule {}

  const foreign = { ROLE: 'x', LOG_LEVEL: 'x', DATABASE_URL: 'x', REDIS_URL: 'x', CATALOGUE: 'x' };
  const before = { ...process.env };
  beforeEach(() => Object.assign(process.env, foreign));
  afterEach(() => {
    for (const name of Object.keys(foreign)) delete process.env[name];
    Object.assign(process.env, before);
  });

  it('publishes by forRootAsync, whatever the environment says', async () => {
    const postrider = PostriderModule.forRootAsync({
      imports: [VaultedModule],
      inject: [Vaulted],
      useFactory: async (vaulted: Vaulted) => ({
        databaseUrl: await vaulted.databaseUrl(),
        encryptionKeys: ENCRYPTION_KEYS,
        logLevel: 'silent' as const,
      }),
    });
    const own = TypeOrmModule.forRoot({ type: 'postgres', url: role.url, autoLoadEntities: true });
    const imports = [own, postrider, SessionEventsModule];
    const app = await NestFactory.createApplicationContext(
      { module: RootModule, imports },
      { logger: false, abortOnError: false },
    );
    const earlier = await countEvents();
    await app.get(SessionEvents, { strict: false }).created(tenant, SESSION);
    expect(await countEvents()).toBe(earlier + 1);
    await app.close();
  });
});

describe('the module’s own connections', () => {
  let relay: TcpRelay;
  let throughRelay: string;
  beforeAll(async () => {
    ({ relay, url: throughRelay } = await relayTo(role.url));
  });
  afterAll(() => relay.cut());

  it('may be away at the start, which is logged where the application says; publishes are refused meanwhile', async () => {
    await relay.cut();
    const lines: string[] = [];
    const keep = (line: string): number => lines.push(line);
    const logger: LoggerService = { log: keep, warn: keep, error: keep };
    const options = { databaseUrl: throughRelay, logger };
    const silent = await startHost(role.url, [], { ...options, logLevel: 'error' });
    await silent.close();
    expect(lines).toEqual([]);
    const host = await startHost(role.url, [SessionEventsModule], { ...options, logLevel: 'warn' });
    expect(lines).toEqual([expect.stringContaining('PostgreSQL cannot be reached yet')]);
    const refused = host.get(SessionEvents).created(tenant, SESSION);
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    await relay.open();
    await host.get(SessionEvents).created(tenant, SESSION);
    await host.close();
  });

  it('are needed within a transaction for the first event of a tenant alone, whose refusal spoils nothing', async () => {
    await relay.open();
    const host = await startHost(role.url, [SessionEventsModule], { databaseUrl: throughRelay });
    // Its key is made by another application: this one has heard of neither.
    const other = await startHost(role.url, [SessionEventsModule]);
    await other.get(SessionEvents).created(tenant, SESSION);
    await other.close();
    await relay.cut();
    const stranger = tenantRef((await engine.createTenant()).id);
    const earlier = await countEvents();
    await host.source.transaction(async (manager) => {
      const sessions = host.get(SessionEvents);
      const refused = sessions.created(stranger, SESSION, { manager });
      await expect(refused).rejects.toMatchObject({ status: 503, message: /over databaseUrl/ });
      await sessions.created(tenant, SESSION, { manager });
    });
    expect(await countEvents()).toBe(earlier + 1);
    await host.close();
  });
});

describe('an application with Redis', () => {
  const logger = createLogger({ logLevel: 'silent' });

  it('lets the workers know of what it published once that is committed, and not before', async () => {
    const redis = await lab.redis();
    let hints = 0;
    const worker = createBullWakeUps(redis.url, logger);
    worker.onFanout(() => (hints += 1));
    void worker.listen(() => Promise.resolve());
    const host = await startHost(role.url, [SessionEventsModule], { redisUrl: redis.url });
    const sessions = host.get(SessionEvents);
    let alone = 0;
    const publishAlone = async (): Promise<void> => {
      alone += 1;
      await sessions.created(tenant, SESSION);
    };
    // What is published before the connection to Redis stands goes without a hint.
    await eventually(async () => {
      await publishAlone();
      expect(hints).toBeGreaterThan(0);
    });
    const publishAloneAndHear = async (): Promise<void> => {
      const earlier = hints;
      await publishAlone();
      await eventually(() => expect(hints).toBeGreaterThan(earlier));
    };
    await publishAloneAndHear();

    const { source } = host;
    let committed = 0;
    const publishTogether = (isNested: boolean, end: () => void = () => undefined): Promise<void> =>
      source.transaction(async (manager) => {
        const publishMany = async (inner: typeof manager): Promise<void> => {
          for (let n = 0; n < 50; n += 1)
            await sessions.created(tenant, SESSION, { manager: inner });
        };
        await (isNested ? manager.transaction(publishMany) : publishMany(manager));
        // A hint for what is not committed would be here before the one of this publish.
        await publishAloneAndHear();
        expect(hints).toBeLessThanOrEqual(alone + committed);
        end();
      });
    const rolledBack = publishTogether(false, () => {
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await publishAloneAndHear();
    expect(hints).toBeLessThanOrEqual(alone);
    for (const isNested of [false, true]) {
      const earlier = hints;
      await publishTogether(isNested);
      committed += 1;
      await eventually(() => expect(hints).toBeGreaterThan(earlier + 1));
    }
    // A data source's own manager commits each statement.
    const earlier = hints;
    await sessions.created(tenant, SESSION, { manager: source.manager });
    await eventually(() => expect(hints).toBeGreaterThan(earlier));
    await host.close();
    await worker.close();
    expect(source.subscribers).toEqual([]);
  });

  it('closes where Redis does not answer', async () => {
    const redis = await lab.redis();
    const relay = await startTcpRelay('127.0.0.1', redis.port);
    relay.stall();
    const redisUrl = `redis://127.0.0.1:${relay.port}`;
    const host = await startHost(role.url, [SessionEventsModule], { redisUrl });
    await eventually(() => expect(relay.accepted()).toBeGreaterThan(0));
    const startedAt = performance.now();
    await host.close();
    // Documented: two seconds. The rest is for a slow machine; what waits for Redis never ends.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await relay.cut();
  });
});
