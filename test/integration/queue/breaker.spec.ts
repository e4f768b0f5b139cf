import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptEntry, AttemptRecorder } from '../../../src/queue/index.js';
import { newUuid } from '../../../src/common/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { testRecorder } from '../../support/test-recorder.js';

let engine: Engine;
let recorder: AttemptRecorder;
let tenantId: string;
let endpointId: string;

beforeAll(async () => {
  engine = await startEngine([]);
  recorder = testRecorder(engine);
});
beforeEach(async () => {
  const tenant = await engine.createTenant([{}]);
  tenantId = tenant.id;
  endpointId = tenant.endpointIds[0] ?? '';
});
afterAll(() => engine.close());

/** Returns the entry of an attempt, of a delivery of its own, that shows this health of the endpoint. */
function entryWith(
  health: AttemptEntry['health'],
  number = 1,
  trigger: 'automatic' | 'manual' = 'automatic',
): AttemptEntry {
  return {
    deliveryId: newUuid(),
    endpointId,
    tenantId,
    fence: 1,
    attempt: {
      id: newUuid(),
      number,
      trigger,
      format: 'envelope',
      url: 'https://example.com/',
      ip: null,
      startedAt: new Date(),
      durationMs: 1,
      timings: { dns_ms: null, connect_ms: null, tls_ms: null, first_byte_ms: null },
      bodyHash: null,
      responseStatus: null,
      error: null,
      exchange: null,
    },
    next: null,
    succeeded: health === 'ok',
    health,
    heldBackMs: null,
  };
}

const record = async (count: number, ...of: Parameters<typeof entryWith>): Promise<void> => {
  await Promise.all(Array.from({ length: count }, () => recorder.record(entryWith(...of))));
};

const breaker = async (): Promise<unknown> => {
  const [row] = await engine.sql(
    `SELECT trips, open_until > now() AS is_open, ramp_from IS NOT NULL AS ramps,
       round(extract(epoch FROM open_until - now()) / 5)::int AS pauses
     FROM endpoint_health WHERE endpoint_id = $1`,
    [endpointId],
  );
  return row;
};

const pauseEnds = (): Promise<unknown> =>
  engine.sql(`UPDATE endpoint_health SET open_until = now() WHERE endpoint_id = $1`, [endpointId]);

describe('the breaker of an endpoint', () => {
  it('opens after ten failures', async () => {
    await record(9, 'failing');
    expect(await breaker()).toMatchObject({ trips: 0 });
    await record(1, 'failing', 2);
    expect(await breaker()).toMatchObject({ trips: 1, is_open: true });
  });

  it('stays closed while most attempts succeed', async () => {
    await record(1, 'failing');
    await record(30, 'ok');
    await record(20, 'failing');
    expect(await breaker()).toMatchObject({ trips: 0, is_open: null });
  });

  it('does not count the refusal of single events', async () => {
    await record(50, 'refusing');
    expect(await breaker()).toMatchObject({ trips: 0, is_open: null });
  });

  it('forgets failures that are older than its window', async () => {
    await record(9, 'failing');
    await engine.sql(`UPDATE endpoint_health SET window_from = now() - interval '61 seconds'`);
    await record(9, 'failing');
    expect(await breaker()).toMatchObject({ trips: 0 });
  });

  it('waits twice as long when a probe fails, and minds no report of what was under way', async () => {
    await record(10, 'failing');
    await record(5, 'failing');
    expect(await breaker()).toMatchObject({ trips: 1 });
    for (const [trips, least] of [
      [2, 1],
      [3, 3],
      [4, 6],
    ] as const) {
      await pauseEnds();
      await record(1, 'failing');
      const { pauses, ...rest } = (await breaker()) as { pauses: number };
      expect(rest).toMatchObject({ trips, is_open: true });
      expect(pauses).toBeGreaterThanOrEqual(least);
    }
  });

  it('closes with a probe that succeeds, and begins gently', async () => {
    await record(10, 'failing');
    await record(1, 'ok');
    expect(await breaker()).toMatchObject({ trips: 1, is_open: true });
    await pauseEnds();
    await record(1, 'ok');
    expect(await breaker()).toMatchObject({ trips: 0, is_open: null, ramps: true });
  });

  it('closes with a probe that is refused: a receiver that refuses is reachable', async () => {
    await record(10, 'failing');
    await pauseEnds();
    await record(1, 'refusing');
    expect(await breaker()).toMatchObject({ trips: 0, is_open: null });
  });

  it('closes when an attempt by hand has succeeded', async () => {
    await record(10, 'failing');
    await record(1, 'ok', 2, 'manual');
    expect(await breaker()).toMatchObject({ trips: 0, is_open: null });
  });
});

describe('what is known of a failing endpoint', () => {
  const counts = () =>
    engine.sql(
      `SELECT failed_events, strikes, failing_since IS NOT NULL AS failing
       FROM endpoint_health WHERE endpoint_id = $1`,
      [endpointId],
    );

  it('counts events by their first attempts, and is forgotten with a success', async () => {
    await record(3, 'failing');
    await record(4, 'refusing');
    await record(2, 'failing', 2);
    expect(await counts()).toEqual([{ failed_events: 7, strikes: 5, failing: true }]);
    await record(1, 'ok');
    expect(await counts()).toEqual([{ failed_events: 0, strikes: 0, failing: false }]);
  });
});

it('an endpoint is held back until the latest time that it asked for', async () => {
  const holdBack = (heldBackMs: number) =>
    recorder.record({ ...entryWith('refusing'), heldBackMs });
  await holdBack(600_000);
  await holdBack(1_000);
  expect(
    await engine.sql(
      `SELECT held_back_until > now() + interval '5 minutes' AS is_late FROM endpoint_health WHERE endpoint_id = $1`,
      [endpointId],
    ),
  ).toEqual([{ is_late: true }]);
});
