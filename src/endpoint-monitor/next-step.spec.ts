import { describe, expect, it } from 'vitest';
import { disablesInMs, maxFailureAgeMs, nextStep, monitorRules } from './next-step.js';
import type { FailureState } from './next-step.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const rules = monitorRules(72 * HOUR);

const state = (changes: Partial<FailureState>): FailureState => ({
  failingMs: null,
  failedEvents: 5,
  notifiedMs: null,
  warnedMs: null,
  lastNotifiedMs: null,
  successMs: null,
  ...changes,
});

describe('monitorRules', () => {
  it('sends a notice after 15 minutes and a warning a day ahead', () => {
    expect(rules).toMatchObject({
      failingAfterMs: 15 * MINUTE,
      soonAfterMs: 48 * HOUR,
      warningMs: 24 * HOUR,
      checkEveryMs: 30_000,
    });
  });

  it('scales down with a short time', () => {
    expect(monitorRules(36_000)).toEqual({
      failingAfterMs: 3_600,
      soonAfterMs: 24_000,
      disableAfterMs: 36_000,
      warningMs: 12_000,
      minFailedEvents: 5,
      checkEveryMs: 600,
      maxGapMs: 2_400,
      noSuccessMs: 6_000,
      exhaustedWindowMs: 6_000,
      exhaustedGatherMs: 600,
    });
  });
});

describe('nextStep', () => {
  it.each([
    ['nothing for an endpoint that works', {}, undefined],
    ['nothing for a short failure', { failingMs: 14 * MINUTE }, undefined],
    ['a notice for a failure that has lasted', { failingMs: 15 * MINUTE }, 'failing'],
    [
      'no second notice at once',
      { failingMs: HOUR, notifiedMs: 0.9 * HOUR, lastNotifiedMs: 0.9 * HOUR },
      undefined,
    ],
    [
      'a reminder after an hour',
      { failingMs: 9 * HOUR, notifiedMs: 8 * HOUR, lastNotifiedMs: HOUR },
      'reminder',
    ],
    [
      'no hourly reminder after a day',
      { failingMs: 26 * HOUR, notifiedMs: 25 * HOUR, lastNotifiedMs: 23 * HOUR },
      undefined,
    ],
    [
      'a warning before the disabling',
      { failingMs: 48 * HOUR, notifiedMs: 47 * HOUR },
      'disabling_soon',
    ],
    [
      'the warning once',
      {
        failingMs: 71 * HOUR,
        notifiedMs: 70 * HOUR,
        warnedMs: 23 * HOUR,
        lastNotifiedMs: 23 * HOUR,
      },
      undefined,
    ],
    [
      'the disabling after the warning',
      { failingMs: 72 * HOUR, notifiedMs: 71 * HOUR, warnedMs: 24 * HOUR },
      'disable',
    ],
    ['the notice first, however long it has failed', { failingMs: 90 * HOUR }, 'failing'],
    [
      'no disabling before the warning has had its time',
      {
        failingMs: 90 * HOUR,
        notifiedMs: 30 * HOUR,
        warnedMs: 23 * HOUR,
        lastNotifiedMs: 23 * HOUR,
      },
      undefined,
    ],
    ['the recovery after a success', { notifiedMs: 2 * HOUR, successMs: MINUTE }, 'recovered'],
    [
      'the recovery even where it fails again',
      { failingMs: MINUTE, notifiedMs: 2 * HOUR, successMs: HOUR },
      'recovered',
    ],
    [
      'no recovery for a success before the notice',
      { failingMs: HOUR, notifiedMs: HOUR / 2, successMs: 2 * HOUR },
      undefined,
    ],
  ] as [string, Partial<FailureState>, string | undefined][])(
    'chooses %s',
    (_, changes, expected) => {
      expect(nextStep(state(changes), rules)).toBe(expected);
    },
  );

  it('neither warns nor disables for a few events', () => {
    const few = {
      failedEvents: 4,
      failingMs: 90 * HOUR,
      notifiedMs: 80 * HOUR,
      lastNotifiedMs: HOUR,
    };
    expect(nextStep(state(few), rules)).toBeUndefined();
    expect(nextStep(state({ ...few, warnedMs: 30 * HOUR }), rules)).toBeUndefined();
  });

  it('wants a failure since the latest notice for all but the first', () => {
    const known = state({ notifiedMs: 5 * HOUR, warnedMs: 3 * HOUR, lastNotifiedMs: HOUR });
    expect(maxFailureAgeMs('reminder', known)).toBe(HOUR);
    expect(maxFailureAgeMs('failing', known)).toBe(Infinity);
    expect(maxFailureAgeMs('disabling_soon', known)).toBe(5 * HOUR);
    expect(maxFailureAgeMs('disable', known)).toBe(3 * HOUR);
  });
});

describe('disablesInMs', () => {
  it('leaves the warning its time, however long it has failed', () => {
    expect(disablesInMs(state({ failingMs: 15 * MINUTE }), rules)).toBe(72 * HOUR - 15 * MINUTE);
    expect(disablesInMs(state({ failingMs: 100 * HOUR }), rules)).toBe(24 * HOUR);
    expect(disablesInMs(state({ failingMs: 100 * HOUR, warnedMs: 20 * HOUR }), rules)).toBe(
      4 * HOUR,
    );
  });
});
