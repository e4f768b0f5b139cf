import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventLogWriter } from '../../../src/event-log/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { PendingFanouts } from '../../../src/publishing/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

let engine: Engine;
let publisher: Publisher;
let logWriter: EventLogWriter;

beforeAll(async () => {
  engine = await startEngine([PublishingModule]);
  publisher = engine.get(Publisher);
  logWriter = engine.get(EventLogWriter);
});

afterAll(() => engine.close());

const session = (tenantId: string, sessionId: string) => ({
  tenantRef: tenantRef(tenantId),
  type: 'session.created',
  data: { session_id: sessionId, external_ref: null, is_sandbox: false },
});

interface PlacedEvent {
  id: string;
  position: number;
  subject_hash: string;
  sequence: number;
}

/** The tenant's log, event by event. */
const logOf = (tenantId: string, after = 0): Promise<PlacedEvent[]> =>
  engine.sql<PlacedEvent>(
    `SELECT o.id, l.position - cardinality(l.event_ids) + o.n AS position, e.subject_hash, e.sequence
     FROM event_log l
     CROSS JOIN LATERAL unnest(l.event_ids) WITH ORDINALITY AS o (id, n)
     JOIN events e ON e.id = o.id
     WHERE l.tenant_id = $1 AND l.position - cardinality(l.event_ids) + o.n > $2
     ORDER BY position`,
    [tenantId, after],
  );

const storedIds = async (tenantId: string): Promise<string[]> => {
  const rows = await engine.sql<{ id: string }>('SELECT id FROM events WHERE tenant_id = $1', [
    tenantId,
  ]);
  return rows.map(({ id }) => id).toSorted();
};

const idsOf = (events: PlacedEvent[]): string[] => events.map(({ id }) => id).toSorted();

describe('the position of an event in its tenant’s log', () => {
  it('is assigned once, from 1 on and without a gap, to what was committed before the call', async () => {
    const { id } = await engine.createTenant();
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          publisher.publish(session(id, `${round} ${index}`)),
        ),
      );
      await logWriter.assignPositions();
      const log = await logOf(id);
      expect(idsOf(log)).toEqual(await storedIds(id));
      expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
    }
  });

  it('is behind everything that was read before, in whatever order transactions commit', async () => {
    const { id } = await engine.createTenant();
    const source = engine.get(DataSource);
    const followUp = engine.get(PendingFanouts);
    followUp.start();
    const read: PlacedEvent[] = [];
    const readOn = async (): Promise<void> => {
      await logWriter.assignPositions();
      read.push(...(await logOf(id, read.at(-1)?.position ?? 0)));
    };
    const published = new AbortController();
    const reader = (async () => {
      while (!published.signal.aborted) await readOn();
    })();
    // Transactions of others that stay open while hundreds of events come and go.
    const inTransactions = Array.from({ length: 6 }, (_, lane) =>
      source.transaction(async (manager) => {
        await publisher.publishWithin(manager, session(id, `lane ${lane % 3}`));
        await Promise.all(
          Array.from({ length: 30 }, () => publisher.publish(session(id, `lane ${lane % 3}`))),
        );
        await publisher.publishWithin(manager, session(id, `own ${lane}`));
        await publisher.publishWithin(manager, session(id, `own ${lane}`));
      }),
    );
    await Promise.all(inTransactions);
    await eventually(async () => {
      expect(await engine.sql('SELECT FROM pending_fanouts')).toEqual([]);
    });
    published.abort();
    await reader;
    await readOn();
    await followUp.stop();

    expect(idsOf(read)).toEqual(await storedIds(id));
    expect(read).toHaveLength(6 * 33);
    const sequences = new Map<string, number[]>();
    for (const { subject_hash: subject, sequence } of read) {
      sequences.set(subject, [...(sequences.get(subject) ?? []), sequence]);
    }
    for (const ofSubject of sequences.values()) {
      expect(ofSubject).toEqual(ofSubject.map((_, index) => index + 1));
    }
  });

  it('is assigned without waiting for other transactions', async () => {
    const { id } = await engine.createTenant();
    await engine.get(DataSource).transaction(async (manager) => {
      await publisher.publishWithin(manager, session(id, 'open'));
      await publisher.publish(session(id, 'committed'));
      await logWriter.assignPositions();
      expect(await logOf(id)).toHaveLength(1);
    });
  });

  it('is announced by a notification', async () => {
    const { id } = await engine.createTenant();
    const runner = engine.get(DataSource).createQueryRunner();
    const client = (await runner.connect()) as {
      on(event: 'notification', listener: (notification: { payload?: string }) => void): void;
    };
    const announced: (string | undefined)[] = [];
    client.on('notification', ({ payload }) => announced.push(payload));
    await runner.query('LISTEN postrider_events');
    await publisher.publish(session(id, 'one'));
    await eventually(() => expect(announced).toContain(id));
    await runner.query('UNLISTEN postrider_events');
    await runner.release();
  });
});
