import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import type { DomainPublishOptions } from '../../../src/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

let engine: Engine;
let publisher: Publisher;

beforeAll(async () => {
  engine = await startEngine([PublishingModule]);
  publisher = engine.get(Publisher);
});

afterAll(() => engine.close());

const hit = {
  check_id: 'check_1',
  check_type: 'sanction',
  status: 'hit',
  has_match: true,
  hit_count: 2,
  is_sandbox: false,
};

const { has_match: _hasMatch, ...matched } = hit;

const decided = (decision: 'approved' | 'rejected', caseId = 'case_1') => ({
  case_id: caseId,
  session_id: 'session_1',
  external_ref: 'user_1',
  status: decision,
  decision,
  is_sandbox: false,
});

const approvedSession = {
  session_id: 'session_1',
  external_ref: 'user_1',
  status: 'approved',
  is_sandbox: false,
};

const publish = (
  tenantId: string,
  type: string,
  data: Record<string, unknown>,
  options: DomainPublishOptions = {},
) => publisher.publish({ tenantRef: tenantRef(tenantId), type, data, ...options });

const stored = (tenantId: string) =>
  engine.sql<{ id: string; type: string; caused_by: string | null }>(
    'SELECT id, type, caused_by FROM events WHERE tenant_id = $1 ORDER BY id',
    [tenantId],
  );

const types = async (tenantId: string): Promise<string[]> =>
  (await stored(tenantId)).map((row) => row.type);

describe('a derived event', () => {
  it('is stored and fanned out with its cause', async () => {
    const { id } = await engine.createTenant([{ event_types: ['check.matched'] }]);
    const cause = await publish(id, 'check.completed', hit);
    expect(cause.deliveries).toBe(0);
    expect(await stored(id)).toMatchObject([
      { type: 'check.completed', caused_by: null },
      { type: 'check.matched', caused_by: parseId('event', cause.id) },
    ]);
    expect(await engine.sql('SELECT FROM delivery_queue WHERE tenant_id = $1', [id])).toHaveLength(
      1,
    );
  });

  it('is not made where nothing follows, nor where the publisher does without', async () => {
    const { id } = await engine.createTenant();
    await publish(id, 'check.completed', {
      ...hit,
      status: 'clear',
      has_match: false,
      hit_count: 0,
    });
    await publish(id, 'check.completed', hit, { derive: false });
    expect(await types(id)).toEqual(['check.completed', 'check.completed']);
  });

  it('is not made twice when its cause is published again, with a key or without', async () => {
    const { id } = await engine.createTenant();
    await publish(id, 'case.approved', decided('approved'), { idempotencyKey: 'k' });
    await publish(id, 'case.approved', decided('approved'), { idempotencyKey: 'k' });
    await publish(id, 'case.approved', decided('approved'));
    expect((await types(id)).toSorted()).toEqual([
      'case.approved',
      'case.approved',
      'session.approved',
    ]);
  });

  it('answers its explicit publish as the duplicate', async () => {
    const { id } = await engine.createTenant([{}]);
    await publish(id, 'case.approved', decided('approved'));
    const explicit = await publish(id, 'session.approved', approvedSession, {
      idempotencyKey: 'x',
    });
    const [, derived] = await stored(id);
    expect(explicit).toMatchObject({ duplicate: true, deliveries: 1, type: 'session.approved' });
    expect(parseId('event', explicit.id)).toBe(derived?.id);
    expect(await types(id)).toEqual(['case.approved', 'session.approved']);
  });

  it('is not made where it was published as such before', async () => {
    const { id } = await engine.createTenant();
    await publish(id, 'session.approved', approvedSession, { idempotencyKey: 'x' });
    await publish(id, 'session.approved', approvedSession, { idempotencyKey: 'x' });
    await publish(id, 'case.approved', decided('approved'));
    expect(await types(id)).toEqual(['session.approved', 'case.approved']);
  });

  it('is news again after the opposite, and from another cause', async () => {
    const { id } = await engine.createTenant();
    await publish(id, 'case.approved', decided('approved'));
    await publish(id, 'case.rejected', decided('rejected'));
    await publish(id, 'case.approved', decided('approved', 'case_2'));
    await publish(id, 'case.approved', decided('approved', 'case_3'));
    await publish(id, 'case.rejected', decided('rejected', 'case_4'));
    await publish(id, 'session.approved', approvedSession);
    expect((await types(id)).filter((type) => type.startsWith('session.'))).toEqual([
      'session.approved',
      'session.declined',
      'session.approved',
      'session.approved',
      'session.declined',
      'session.approved',
    ]);
  });

  it('is news where it says something else, though the cause is the same', async () => {
    const { id } = await engine.createTenant();
    await publish(id, 'check.completed', hit);
    await publish(id, 'check.completed', { ...hit, hit_count: 5 });
    await publish(id, 'check.matched', { ...matched, hit_count: 5 });
    await publish(id, 'check.matched', { ...matched, hit_count: 6 });
    expect(await types(id)).toEqual([
      'check.completed',
      'check.matched',
      'check.completed',
      'check.matched',
      'check.matched',
    ]);
  });

  it('keeps the key and the body of the explicit publish that it answers', async () => {
    const { id } = await engine.createTenant();
    await publish(id, 'case.approved', decided('approved'));
    const options = { idempotencyKey: 'x' };
    const richer = { ...approvedSession, identity_id: 'identity_1' };
    expect(await publish(id, 'session.approved', richer, options)).toMatchObject({
      duplicate: true,
    });
    expect(await publish(id, 'session.approved', richer, options)).toMatchObject({
      duplicate: true,
    });
    const other = publish(id, 'session.approved', { ...richer, identity_id: 'other' }, options);
    await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict' });
  });

  it('leaves two explicit publishes two events', async () => {
    const { id } = await engine.createTenant();
    await publish(id, 'session.approved', approvedSession);
    await publish(id, 'session.approved', approvedSession);
    expect(await types(id)).toEqual(['session.approved', 'session.approved']);
  });

  it('is one, however many causes and publishes come at once', async () => {
    const { id } = await engine.createTenant();
    await Promise.all(
      Array.from({ length: 10 }, () => publish(id, 'case.approved', decided('approved'))),
    );
    expect((await types(id)).filter((type) => type === 'session.approved')).toHaveLength(1);
  });

  it('joins the transaction of its cause', async () => {
    const { id } = await engine.createTenant();
    const source = engine.get(DataSource);
    const request = { tenantRef: tenantRef(id), type: 'check.completed', data: hit };
    await source.transaction((manager) => publisher.publishWithin(manager, request));
    await source.transaction((manager) => publisher.publishWithin(manager, request));
    const explicit = { ...request, type: 'check.matched', data: matched };
    const answer = await source.transaction((manager) =>
      publisher.publishWithin(manager, explicit),
    );
    expect(answer.duplicate).toBe(true);
    expect((await types(id)).toSorted()).toEqual([
      'check.completed',
      'check.completed',
      'check.matched',
    ]);
    expect(await engine.sql('SELECT FROM pending_fanouts')).toHaveLength(3);
  });
});
