import { NestFactory } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../common/index.js';
import { DomainPublisher } from '../domains/domain-events.js';
import { CheckEvents, CheckEventsModule } from '../domains/check-events.js';
import { PostriderTestingModule, RecordingPublisher } from './index.js';
import type { PostriderTestingOptions } from './index.js';

const COMMON = { external_ref: null, is_sandbox: false };
const SESSION = {
  tenantRef: 'acme',
  type: 'session.created',
  data: { session_id: 's', ...COMMON },
};
const CLEAR = {
  check_id: 'c',
  check_type: 'sanction',
  status: 'clear',
  has_match: false,
  session_id: 's',
  ...COMMON,
} as const;
const HIT = { ...CLEAR, status: 'hit', has_match: true } as const;

describe('PostriderTestingModule', () => {
  it('stands in the place of PostriderModule for the domain modules, with its options', async () => {
    const offered: PostriderTestingOptions = { catalogue: ['verifa'] };
    class RootModule {}
    const imports = [PostriderTestingModule.forRoot(offered), CheckEventsModule];
    const app = await NestFactory.createApplicationContext(
      { module: RootModule, imports },
      { logger: false, abortOnError: false },
    );
    const checks = app.get(CheckEvents, { strict: false });
    const manager = {} as EntityManager;
    const options = { manager, idempotencyKey: 'k', subject: 'about' };
    const answer = await checks.completed('acme', HIT, options);
    await checks.completed('acme', CLEAR);
    const recorder = app.get(RecordingPublisher);
    expect(app.get(DomainPublisher)).toBe(recorder);
    expect(recorder.events).toEqual([
      {
        id: answer.id,
        tenant: 'acme',
        type: 'check.completed',
        data: HIT,
        subject: 'about',
        idempotencyKey: 'k',
        manager,
        derived: ['check.matched'],
      },
      expect.objectContaining({ data: CLEAR, manager: undefined, derived: [] }),
    ]);
    expect(recorder.events[0]?.manager).toBe(manager);
    expect(recorder.ofType('check.matched')).toEqual([]);
    const other = recorder.publish({ ...SESSION, type: 'kyc.watchlist.match_detected' });
    await expect(other).rejects.toMatchObject({ code: 'unknown_event_type' });
    await app.close();
  });
});

describe('a recording publisher', () => {
  it.each([
    [{ data: {} }, 'validation_failed'],
    [{ type: 'session.craeted' }, 'unknown_event_type'],
    [{ type: 'endpoint.disabled' }, 'event_type_reserved'],
    [{ tenantRef: '' }, 'validation_failed'],
    [{ data: { ...SESSION.data, external_ref: 'x'.repeat(300_000) } }, 'payload_too_large'],
  ])('refuses as Postrider does: %#', async (change, code) => {
    const publisher = new RecordingPublisher();
    await expect(publisher.publish({ ...SESSION, ...change })).rejects.toMatchObject({ code });
    expect(publisher.events).toEqual([]);
  });

  it('takes what breaks a schema where Postrider reports it only', async () => {
    const publisher = new RecordingPublisher({ catalogueValidation: 'report' });
    await publisher.publish({ ...SESSION, data: {} });
    expect(publisher.events).toHaveLength(1);
  });

  it('keeps one event per key, and knows another body', async () => {
    const publisher = new RecordingPublisher();
    const keyed = { ...SESSION, idempotencyKey: 'k' };
    const first = await publisher.publish(keyed);
    expect(await publisher.publish(keyed)).toEqual({ ...first, duplicate: true });
    const changed = publisher.publish({ ...keyed, data: { ...SESSION.data, is_sandbox: true } });
    await expect(changed).rejects.toMatchObject({ code: 'idempotency_conflict' });
    await publisher.publish({ ...keyed, tenantRef: 'other' });
    expect(publisher.events).toHaveLength(2);
  });

  it('fails once when it shall', async () => {
    const publisher = new RecordingPublisher();
    const failure = new AppError('unavailable', 503, { message: 'away' });
    publisher.failNext(failure);
    await expect(publisher.publish(SESSION)).rejects.toBe(failure);
    await publisher.publish(SESSION);
    expect(publisher.events).toHaveLength(1);
  });

  it('forgets events, keys and failures', async () => {
    const publisher = new RecordingPublisher();
    const keyed = { ...SESSION, idempotencyKey: 'k' };
    await publisher.publish(keyed);
    publisher.failNext(new Error('never thrown'));
    publisher.clear();
    expect(publisher.events).toEqual([]);
    expect(await publisher.publish(keyed)).toMatchObject({ duplicate: false });
  });
});
