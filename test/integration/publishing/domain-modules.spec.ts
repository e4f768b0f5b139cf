import { Injectable, Module } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionEvents, SessionEventsModule } from '../../../src/index.js';
import { FanoutFollowUp } from '../../../src/publishing/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { eventually } from '../../support/app/index.js';

/** A service of somebody else's application: its rows and our event belong together. */
@Injectable()
class Onboarding {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly sessions: SessionEvents,
  ) {}

  async open(tenant: string, sessionId: string, fails = false): Promise<void> {
    await this.source.transaction(async (manager) => {
      await manager.query('INSERT INTO onboardings (session_id) VALUES ($1)', [sessionId]);
      const payload = { session_id: sessionId, external_ref: null, is_sandbox: false };
      await this.sessions.created(tenant, payload, { manager });
      if (fails) throw new Error('the application changed its mind');
    });
  }
}

@Module({ imports: [SessionEventsModule], providers: [Onboarding] })
class OnboardingModule {}

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine([OnboardingModule]);
  await engine.sql('CREATE TABLE onboardings (session_id text)');
});

afterAll(() => engine.close());

const countOf = async (text: string, tenantId: string): Promise<number> => {
  const [row] = await engine.sql<{ count: number }>(text, [tenantId]);
  return row?.count ?? -1;
};

const events = (tenantId: string): Promise<number> =>
  countOf('SELECT count(*) FROM events WHERE tenant_id = $1', tenantId);

const deliveries = (tenantId: string): Promise<number> =>
  countOf('SELECT count(*) FROM deliveries WHERE tenant_id = $1', tenantId);

describe('a domain module inside a transaction of another application', () => {
  it('publishes one event when it commits, fanned out afterwards', async () => {
    const { id } = await engine.createTenant([{}]);
    await engine.get(Onboarding).open(tenantRef(id), 'session_1');
    expect(await events(id)).toBe(1);
    const followUp = engine.get(FanoutFollowUp);
    followUp.start();
    await eventually(async () => expect(await deliveries(id)).toBe(1));
    await followUp.stop();
    expect(
      await engine.sql('SELECT sequence, unsent FROM events WHERE tenant_id = $1', [id]),
    ).toEqual([{ sequence: 1, unsent: [] }]);
    expect(await engine.sql('SELECT FROM pending_fanouts')).toEqual([]);
  });

  it('publishes none when it rolls back', async () => {
    const { id } = await engine.createTenant([{}]);
    const open = engine.get(Onboarding).open(tenantRef(id), 'session_2', true);
    await expect(open).rejects.toThrow('changed its mind');
    expect(await events(id)).toBe(0);
    expect(await engine.sql('SELECT FROM pending_fanouts')).toEqual([]);
  });

  it('refuses a wrong payload at run time too', async () => {
    const { id } = await engine.createTenant([{}]);
    const wrong = JSON.parse(
      '{"session_id":7,"external_ref":null,"is_sandbox":false}',
    ) as Parameters<SessionEvents['created']>[1];
    await expect(engine.get(SessionEvents).created(tenantRef(id), wrong)).rejects.toMatchObject({
      code: 'validation_failed',
      details: { errors: [{ pointer: '/data/session_id' }] },
    });
    expect(await events(id)).toBe(0);
  });
});
