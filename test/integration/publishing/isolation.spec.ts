import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { PendingFanouts } from '../../../src/publishing/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

let engine: Engine;
let publisher: Publisher;

beforeAll(async () => {
  engine = await startEngine([PublishingModule]);
  publisher = engine.get(Publisher);
});

afterAll(() => engine.close());

const session = (ref: string, sessionId: string, more: object = {}) => ({
  tenantRef: ref,
  type: 'session.created',
  data: { session_id: sessionId, external_ref: null, is_sandbox: false },
  ...more,
});

const storedIds = async (tenantId: string): Promise<string[]> => {
  const rows = await engine.sql<{ id: string }>('SELECT id FROM events WHERE tenant_id = $1', [
    tenantId,
  ]);
  return rows.map((row) => row.id).toSorted();
};

/** Renames as the API does: with the version raised. */
const rename = (tenantId: string, externalId: string | null): Promise<object[]> =>
  engine.sql(
    'UPDATE tenants SET external_id = $2, fanout_version = fanout_version + 1 WHERE id = $1',
    [tenantId, externalId],
  );

describe('an external id that goes over to another tenant', () => {
  it('takes the events with it, inside a transaction too', async () => {
    const [a, b] = [await engine.createTenant([{}]), await engine.createTenant([{}])];
    await rename(a.id, 'shared');
    await publisher.publish(session('shared', 's1'));
    await rename(a.id, null);
    await rename(b.id, 'shared');
    await publisher.publish(session('shared', 's2'));
    await engine
      .get(DataSource)
      .transaction((manager) => publisher.publishWithin(manager, session('shared', 's3')));
    expect(await storedIds(a.id)).toHaveLength(1);
    expect(await storedIds(b.id)).toHaveLength(2);
  });

  it('is in and out of scope as it is now', async () => {
    const [a, b] = [await engine.createTenant(), await engine.createTenant()];
    await rename(a.id, 'scoped');
    await publisher.publish(session('scoped', 's1'), [a.id]);
    await rename(a.id, null);
    await rename(b.id, 'scoped');
    await publisher.publish(session('scoped', 's2'), [b.id]);
    const outOfScope = publisher.publish(session('scoped', 's3'), [a.id]);
    await expect(outOfScope).rejects.toMatchObject({ status: 404 });
    expect(await storedIds(b.id)).toHaveLength(1);
  });
});

describe('a publish', () => {
  it('is answered 202 if and only if it is stored, while endpoints change all the time', async () => {
    const [busy, calm] = [await engine.createTenant([{}]), await engine.createTenant([{}])];
    const traffic = new AbortController();
    const changes = (async () => {
      while (!traffic.signal.aborted) await rename(busy.id, null);
    })();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        publisher.publish(session(tenantRef(index % 2 ? busy.id : calm.id), `s${index}`)),
      ),
    );
    traffic.abort();
    await changes;
    const answered = new Set(answers.map((answer) => parseId('event', answer.id)));
    expect(answered).toEqual(
      new Set([...(await storedIds(busy.id)), ...(await storedIds(calm.id))]),
    );
  });

  it('does not wait for an idempotency key that another client’s transaction holds', async () => {
    const [held, free] = [await engine.createTenant(), await engine.createTenant()];
    const request = session(tenantRef(held.id), 's1', { idempotencyKey: 'held' });
    let waiting: ReturnType<Publisher['publish']>[] = [];
    await engine.get(DataSource).transaction(async (manager) => {
      await publisher.publishWithin(manager, request);
      waiting = Array.from({ length: 12 }, () => publisher.publish(request));
      const others = Array.from({ length: 20 }, (_, index) =>
        publisher.publish(session(tenantRef(free.id), `s${index}`)),
      );
      // All of them while the key is still held.
      expect(await Promise.all(others)).toHaveLength(20);
    });
    for (const answer of await Promise.all(waiting)) expect(answer.duplicate).toBe(true);
    expect(await storedIds(held.id)).toHaveLength(1);
  });

  it('does not wait for the row of another tenant that a change holds', async () => {
    const [held, free] = [await engine.createTenant(), await engine.createTenant()];
    let waiting: ReturnType<Publisher['publish']>[] = [];
    await engine.get(DataSource).transaction(async (manager) => {
      await manager.query('SELECT FROM tenants WHERE id = $1 FOR UPDATE', [held.id]);
      waiting = Array.from({ length: 12 }, (_, index) =>
        publisher.publish(session(tenantRef(held.id), `s${index}`)),
      );
      // All of them, one after the other, while the row is still held.
      for (let index = 0; index < 20; index += 1) {
        await publisher.publish(session(tenantRef(free.id), `s${index}`));
      }
      expect(await storedIds(free.id)).toHaveLength(20);
    });
    await Promise.all(waiting);
    expect(await storedIds(held.id)).toHaveLength(12);
  });

  it('that the database refuses at fan-out after the commit holds up no other', async () => {
    const { id } = await engine.createTenant([{}]);
    await engine.sql(`
      CREATE FUNCTION refuse_expired() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.event_type = 'session.expired' THEN RAISE EXCEPTION 'refused'; END IF;
        RETURN NEW;
      END $$`);
    await engine.sql(
      'CREATE TRIGGER refuse_expired BEFORE INSERT ON deliveries FOR EACH ROW EXECUTE FUNCTION refuse_expired()',
    );
    await engine.get(DataSource).transaction(async (manager) => {
      for (const type of ['session.expired', 'session.created', 'session.started']) {
        await publisher.publishWithin(manager, { ...session(tenantRef(id), 's1'), type });
      }
    });
    const followUp = engine.get(PendingFanouts);
    followUp.start();
    await eventually(async () =>
      expect(
        await engine.sql('SELECT event_type FROM deliveries WHERE tenant_id = $1 ORDER BY id', [
          id,
        ]),
      ).toEqual([{ event_type: 'session.created' }, { event_type: 'session.started' }]),
    );
    await followUp.stop();
    await engine.sql('DROP TRIGGER refuse_expired ON deliveries');
  });
});
