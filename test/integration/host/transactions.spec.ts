import { Injectable, Module } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { EventContents } from '../../../src/events/index.js';
import {
  CheckEvents,
  CheckEventsModule,
  SessionEvents,
  SessionEventsModule,
} from '../../../src/index.js';
import { PendingFanouts, PublishingModule } from '../../../src/publishing/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { createHostRole, startHost } from '../../support/host/index.js';
import type { Host, HostRole } from '../../support/host/index.js';

interface OpenOptions {
  fails?: boolean;
  isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
}

/** A service of another application: its rows and our event belong together. */
@Injectable()
class Onboarding {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly sessions: SessionEvents,
  ) {}

  async open(
    tenant: string,
    sessionId: string,
    { fails = false, isolation = 'READ COMMITTED' }: OpenOptions = {},
  ): Promise<string> {
    return this.source.transaction(isolation, async (manager) => {
      await manager.query('INSERT INTO onboardings (session_id) VALUES ($1)', [sessionId]);
      const payload = { session_id: sessionId, external_ref: null, is_sandbox: false };
      const { id } = await this.sessions.created(tenant, payload, { manager });
      if (fails) throw new Error('the application changed its mind');
      return id;
    });
  }
}

@Module({ imports: [SessionEventsModule, CheckEventsModule], providers: [Onboarding] })
class OnboardingModule {}

let engine: Engine;
let role: HostRole;
let host: Host;

beforeAll(async () => {
  engine = await startEngine([PublishingModule]);
  role = await createHostRole(engine.databaseUrl);
  host = await startHost(role.url, [OnboardingModule]);
  await host.source.query('CREATE TABLE onboardings (session_id text)');
});

afterAll(async () => {
  await host.close();
  await role.drop();
  await engine.close();
});

const eventsOf = (tenantId: string): Promise<object[]> =>
  engine.sql('SELECT type, sequence, unsent FROM events WHERE tenant_id = $1', [tenantId]);

const deliveriesOf = (tenantId: string): Promise<object[]> =>
  engine.sql('SELECT FROM deliveries WHERE tenant_id = $1', [tenantId]);

/** The data of an event as Postrider's own processes read it. */
async function readBack(eventId: string): Promise<unknown> {
  const id = parseId('event', eventId) ?? '';
  const [row] = await engine.sql<{ sealed_data: Buffer }>(
    'SELECT sealed_data FROM event_bodies WHERE event_id = $1',
    [id],
  );
  const sealed = row?.sealed_data ?? Buffer.alloc(0);
  return JSON.parse(await engine.get(EventContents).data(id, sealed));
}

async function fanOut<T>(check: () => Promise<T>): Promise<void> {
  const followUp = engine.get(PendingFanouts);
  followUp.start();
  await eventually(check);
  await followUp.stop();
}

describe('a publish inside the transaction of an application that may only execute the function', () => {
  it('is one event when it commits, sealed so that Postrider reads it, fanned out afterwards', async () => {
    const { id } = await engine.createTenant([{}]);
    const eventId = await host.get(Onboarding).open(tenantRef(id), 'session_1');
    expect(await eventsOf(id)).toHaveLength(1);
    expect(await readBack(eventId)).toMatchObject({ session_id: 'session_1' });
    await fanOut(async () => expect(await deliveriesOf(id)).toHaveLength(1));
    expect(await eventsOf(id)).toEqual([{ type: 'session.created', sequence: 1, unsent: [] }]);
    expect(await engine.sql('SELECT FROM pending_fanouts')).toEqual([]);
  });

  it('is none when it rolls back, and takes no key along that later events are sealed with', async () => {
    const { id } = await engine.createTenant([{}]);
    const open = host.get(Onboarding).open(tenantRef(id), 'session_2', { fails: true });
    await expect(open).rejects.toThrow('changed its mind');
    expect(await eventsOf(id)).toEqual([]);
    expect(await engine.sql('SELECT FROM pending_fanouts')).toEqual([]);
    const eventId = await host.get(Onboarding).open(tenantRef(id), 'session_3');
    expect(await readBack(eventId)).toMatchObject({ session_id: 'session_3' });
  });

  it('works in a repeatable read whose snapshot is older than the key', async () => {
    const { id } = await engine.createTenant();
    const isolation = 'REPEATABLE READ';
    const eventId = await host.get(Onboarding).open(tenantRef(id), 'session_4', { isolation });
    expect(await readBack(eventId)).toMatchObject({ session_id: 'session_4' });
  });

  it('refuses a wrong payload at run time too', async () => {
    const { id } = await engine.createTenant([{}]);
    const wrong = JSON.parse(
      '{"session_id":7,"external_ref":null,"is_sandbox":false}',
    ) as Parameters<SessionEvents['created']>[1];
    await expect(host.get(SessionEvents).created(tenantRef(id), wrong)).rejects.toMatchObject({
      code: 'validation_failed',
      details: { errors: [{ pointer: '/data/session_id' }] },
    });
    expect(await eventsOf(id)).toEqual([]);
  });
});

describe('a publish of such an application without a transaction', () => {
  it('is committed when it resolves; its key makes a repetition the first event, another body a conflict', async () => {
    const { id } = await engine.createTenant();
    const data = { session_id: 's', external_ref: null, is_sandbox: false };
    const sessions = host.get(SessionEvents);
    const options = { idempotencyKey: 'order-1' };
    const first = await sessions.created(tenantRef(id), data, options);
    expect(first).toMatchObject({ type: 'session.created', deliveries: 0, duplicate: false });
    expect(await eventsOf(id)).toHaveLength(1);
    const again = await sessions.created(tenantRef(id), data, options);
    expect(again).toEqual({ ...first, duplicate: true });
    const other = sessions.created(tenantRef(id), { ...data, is_sandbox: true }, options);
    await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict', status: 409 });
    expect(await eventsOf(id)).toHaveLength(1);
    // As the erasure of the event leaves it.
    await engine.sql('UPDATE idempotency_keys SET fingerprint = NULL WHERE tenant_id = $1', [id]);
    const differs = { ...data, is_sandbox: true };
    expect(await sessions.created(tenantRef(id), differs, options)).toEqual(again);
  });

  it('is refused for a tenant that is not there, or no longer', async () => {
    const { id } = await engine.createTenant();
    const data = { session_id: 's', external_ref: null, is_sandbox: false };
    await host.get(SessionEvents).created(tenantRef(id), data);
    await engine.sql('UPDATE tenants SET deleted_at = now() WHERE id = $1', [id]);
    for (const tenant of [tenantRef(id), 'nobody', `ten_${'0'.repeat(32)}`]) {
      const publishing = host.get(SessionEvents).created(tenant, data);
      await expect(publishing).rejects.toMatchObject({ code: 'not_found', status: 404 });
    }
  });

  it('reaches a tenant by its external id, also where that moves to another tenant', async () => {
    const [one, other] = [await engine.createTenant(), await engine.createTenant()];
    const name = (id: string, externalId: string | null) =>
      engine.sql('UPDATE tenants SET external_id = $2 WHERE id = $1', [id, externalId]);
    const data = { session_id: 's', external_ref: null, is_sandbox: false };
    await name(one.id, 'acme');
    await host.get(SessionEvents).created('acme', data);
    await name(one.id, null);
    await name(other.id, 'acme');
    const { id } = await host.get(SessionEvents).created('acme', data);
    expect(await eventsOf(one.id)).toHaveLength(1);
    expect(await eventsOf(other.id)).toHaveLength(1);
    expect(await readBack(id)).toMatchObject(data);
  });

  it('brings along what it derives, once', async () => {
    const { id } = await engine.createTenant();
    const hit = {
      check_id: 'check_1',
      check_type: 'sanction',
      status: 'hit',
      has_match: true,
      session_id: 's',
      external_ref: null,
      is_sandbox: false,
    } as const;
    const checks = host.get(CheckEvents);
    await checks.completed(tenantRef(id), hit);
    const events = await engine.sql<{ type: string; caused_by: string | null }>(
      'SELECT type, caused_by FROM events WHERE tenant_id = $1 ORDER BY id',
      [id],
    );
    expect(events).toMatchObject([
      { type: 'check.completed', caused_by: null },
      { type: 'check.matched', caused_by: expect.any(String) as string },
    ]);
    const { has_match: _match, ...matched } = hit;
    const derived = await checks.matched(tenantRef(id), matched, { idempotencyKey: 'm-1' });
    expect(derived).toMatchObject({ type: 'check.matched', duplicate: true });
    const again = await checks.matched(tenantRef(id), matched, { idempotencyKey: 'm-1' });
    expect(again).toEqual(derived);
    expect(await eventsOf(id)).toHaveLength(2);
  });
});
