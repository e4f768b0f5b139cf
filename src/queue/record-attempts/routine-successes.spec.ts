import { describe, expect, it } from 'vitest';
import type { AttemptEntry } from './attempt-entry.js';
import { RoutineSuccesses } from './attempt-recorder.service.js';

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

/** Returns what an entry reports; undefined where it is silent. */
function report(routine: RoutineSuccesses, of: AttemptEntry, nowMs: number): number | undefined {
  routine.noteFailures([of], nowMs);
  return routine.isSilent(of, nowMs) ? undefined : routine.takeSuccesses(of, nowMs);
}

describe('routine successes', () => {
  it('are reported once a second for each endpoint, and none is left out of the count', () => {
    const routine = new RoutineSuccesses();
    const reports = [0, 10, 999, 1_000, 1_500, 2_000].map((at) => report(routine, entry('ok'), at));
    expect(reports).toEqual([1, undefined, undefined, 3, undefined, 2]);
    expect(report(routine, entry('ok', { endpointId: 'two' }), 10)).toBe(1);
  });

  it('are counted once where they are reported after all', () => {
    const routine = new RoutineSuccesses();
    for (const at of [0, 1, 2]) report(routine, entry('ok'), at);
    routine.retract(entry('ok'));
    expect(routine.takeSuccesses(entry('ok'), 2)).toBe(2);
  });

  it('are counted with a failure, which is compared with them', () => {
    const routine = new RoutineSuccesses();
    for (const at of [0, 1, 2]) report(routine, entry('ok'), at);
    expect(report(routine, entry('failing', { isRoutine: false }), 3)).toBe(2);
  });

  it('are reported one by one for a minute after a failure', () => {
    const routine = new RoutineSuccesses();
    report(routine, entry('refusing', { isRoutine: false }), 0);
    expect(report(routine, entry('ok'), 1)).toBe(1);
    expect(report(routine, entry('ok'), 2)).toBe(1);
    expect(report(routine, entry('ok'), MINUTE_MS)).toBe(1);
    expect(report(routine, entry('ok'), MINUTE_MS + 1)).toBeUndefined();
  });

  it('are only those that are marked as such; what says nothing of its endpoint reports nothing', () => {
    const routine = new RoutineSuccesses();
    report(routine, entry('ok'), 0);
    expect(report(routine, entry('ok', { isRoutine: false }), 1)).toBe(1);
    expect(report(routine, entry(null, { isRoutine: false }), 2)).toBe(0);
  });
});
