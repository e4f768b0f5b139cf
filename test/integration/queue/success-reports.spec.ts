import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { SuccessReports } from '../../../src/queue/index.js';
import type { AttemptEntry, AttemptRecorder } from '../../../src/queue/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { testRecorder } from '../../support/test-recorder.js';

let engine: Engine;
let recorder: AttemptRecorder;
let reports: SuccessReports;
let endpointId: string;

beforeAll(async () => {
  engine = await startEngine([]);
});
beforeEach(async () => {
  const tenant = await engine.createTenant([{}]);
  endpointId = tenant.endpointIds[0] ?? '';
  const logger = createLogger({ logLevel: 'silent' });
  recorder = testRecorder(engine);
  reports = new SuccessReports(recorder, engine.get(HotPool), logger);
  await engine.sql(
    `INSERT INTO endpoint_health (endpoint_id, last_success_at, window_from, window_successes)
     VALUES ($1, now() - interval '30 seconds', now() - interval '30 seconds', 5)`,
    [endpointId],
  );
});
afterAll(() => engine.close());

/** Routine successes whose last one was recorded so long ago. */
function succeed(times: number, agoMs = 0): void {
  const success = { endpointId, health: 'ok', isRoutine: true } as AttemptEntry;
  const atMs = performance.now() - agoMs;
  for (let made = 0; made < times; made += 1) recorder.routine.isSilent(success, atMs);
}

const set = (columns: string) =>
  engine.sql(`UPDATE endpoint_health SET ${columns} WHERE endpoint_id = $1`, [endpointId]);

async function health() {
  const [row] = await engine.sql<Record<string, unknown>>(
    `SELECT round(extract(epoch FROM clock_timestamp() - last_success_at) / 10)::int * 10 AS success_ago,
       window_successes AS successes, window_failures AS failures, strikes, failed_events AS failed,
       failing_since IS NOT NULL AS is_failing, window_from > now() - interval '20 seconds' AS is_new_window
     FROM endpoint_health WHERE endpoint_id = $1`,
    [endpointId],
  );
  return row;
}

describe('routine successes', () => {
  it('are added to the health of their endpoint within seconds, by themselves', async () => {
    succeed(3);
    reports.start();
    await eventually(async () => {
      expect(await health()).toMatchObject({ success_ago: 0, successes: 8, is_new_window: false });
    });
    await reports.stop();
  });

  it('are added when the process stops', async () => {
    reports.start();
    await reports.stop();
    succeed(2, 10_000);
    await reports.onModuleDestroy();
    expect(await health()).toMatchObject({ success_ago: 10, successes: 7 });
  });

  it('begin a new window where the last one is over', async () => {
    await set(`window_from = now() - interval '61 seconds', window_failures = 4`);
    succeed(2);
    await reports.onModuleDestroy();
    expect(await health()).toMatchObject({ successes: 2, failures: 0, is_new_window: true });
  });

  it('end a failing that began before them, and none that began after them', async () => {
    const failing = `strikes = 3, failed_events = 2, window_failures = 3, failing_since = now() - interval '20 seconds'`;
    await set(failing);
    succeed(1, 40_000);
    await reports.onModuleDestroy();
    expect(await health()).toMatchObject({ is_failing: true, strikes: 3, failed: 2, failures: 3 });
    succeed(1, 10_000);
    await reports.onModuleDestroy();
    expect(await health()).toMatchObject({ is_failing: false, strikes: 0, failed: 0, failures: 3 });
  });

  it('do not take back a later success that another process has reported', async () => {
    await set('last_success_at = now()');
    succeed(1, 40_000);
    await reports.onModuleDestroy();
    expect(await health()).toMatchObject({ success_ago: 0, successes: 6 });
  });

  it('are reported again when the database refused it', async () => {
    await engine.sql('ALTER TABLE endpoint_health RENAME TO endpoint_health_away');
    succeed(3);
    await reports.onModuleDestroy();
    await engine.sql('ALTER TABLE endpoint_health_away RENAME TO endpoint_health');
    succeed(1);
    await reports.onModuleDestroy();
    expect(await health()).toMatchObject({ successes: 9 });
  });
});
