import { beforeEach, describe, expect, it } from 'vitest';
import type { AttemptEntry } from './attempt-entry.js';
import { RoutineSuccesses } from './attempt-recorder.service.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const entry = (
  health: AttemptEntry['health'],
  { isRoutine = true, endpointId = 'one' } = {},
): AttemptEntry => ({
  deliveryId: 'd',
  endpointId,
  tenantId: 't',
  fence: 1,
  attempt: null,
  next: null,
  succeeded: health === 'ok',
  health,
  heldBackMs: null,
  isRoutine,
});

let routine: RoutineSuccesses;
beforeEach(() => {
  routine = new RoutineSuccesses();
});

/** Returns what an entry reports with its record; undefined where it is silent. */
function record(of: AttemptEntry, nowMs: number): number | undefined {
  routine.noteFailures([of], nowMs);
  return routine.isSilent(of, nowMs) ? undefined : routine.takeSuccesses(of, nowMs);
}
const succeed = (nowMs: number, endpointId = 'one') =>
  record(entry('ok', { endpointId }), nowMs) ?? 'silent';

describe('routine successes', () => {
  it('are reported at the next look, then every ten seconds, and none is left out of the count', () => {
    const at = (seconds: number) => seconds * SECOND_MS;
    const reportsAt = (seconds: number) => routine.takeReports(100, 10 * SECOND_MS, at(seconds));
    expect([0, 0.1, 0.9].map((seconds) => succeed(at(seconds)))).toEqual([
      'silent',
      'silent',
      'silent',
    ]);
    expect(reportsAt(1)).toEqual([{ endpointId: 'one', successes: 3, succeededAtMs: at(0.9) }]);
    expect(reportsAt(2)).toEqual([]);
    for (const seconds of [2, 3, 10]) succeed(at(seconds));
    expect(reportsAt(10.9)).toEqual([]);
    succeed(at(10.9), 'two');
    expect(reportsAt(11)).toEqual([
      { endpointId: 'one', successes: 3, succeededAtMs: at(10) },
      { endpointId: 'two', successes: 1, succeededAtMs: at(10.9) },
    ]);
    expect(reportsAt(60)).toEqual([]);
  });

  it('are counted once where they are reported with their record after all', () => {
    for (const at of [0, 1, 2]) succeed(at);
    routine.retract(entry('ok'));
    expect(routine.takeSuccesses(entry('ok'), 2)).toBe(3);
    expect(routine.takeReports(100, 0, 3)).toEqual([]);
  });

  it('are counted with a failure, which is compared with them', () => {
    for (const at of [0, 1, 2]) succeed(at);
    expect(record(entry('failing', { isRoutine: false }), 3)).toBe(3);
    expect(routine.takeReports(100, 0, 4)).toEqual([]);
  });

  it('are reported one by one for a minute after a failure', () => {
    record(entry('refusing', { isRoutine: false }), 0);
    expect([1, 2, MINUTE_MS - 1, MINUTE_MS].map((at) => succeed(at))).toEqual([1, 1, 1, 'silent']);
  });

  it('are only those that are marked as such; what says nothing of its endpoint reports nothing', () => {
    expect(record(entry('ok', { isRoutine: false }), 1)).toBe(1);
    expect(record(entry(null, { isRoutine: false }), 2)).toBe(0);
  });

  it('are reported with their record where too many endpoints wait for a report', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `endpoint ${index}`);
    expect(new Set(ids.map((id) => succeed(0, id)))).toEqual(new Set(['silent']));
    expect(succeed(1, 'one more')).toBe(1);
    expect(succeed(1, 'endpoint 9999')).toBe('silent');
  });
});
