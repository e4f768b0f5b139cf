import { describe, expect, it } from 'vitest';
import { disablesInMs, maxFailureAgeMs, nextStep } from './next-step.js';
import type { WatchedState } from './next-step.js';
import { watchRules } from './watch-rules.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const rules = watchRules(72 * HOUR);

const state = (changes: Partial<WatchedState>): WatchedState => ({
  failingMs: null,
  failedEvents: 5,
  toldMs: null,
  warnedMs: null,
  lastToldMs: null,
  successMs: null,
  ...changes,
});

describe('watchRules', () => {
  it('tells after 15 minutes and warns a day ahead', () => {
    expect(rules).toMatchObject({
      failingAfterMs: 15 * MINUTE,
      soonAfterMs: 48 * HOUR,
      warningMs: 24 * HOUR,
      lookEveryMs: 30_000,
    });
  });

  it('scales down with a short time', () => {
    expect(watchRules(36_000)).toEqual({
      failingAfterMs: 3_600,
      soonAfterMs: 24_000,
      disableAfterMs: 36_000,
      warningMs: 12_000,
      minFailedEvents: 5,
      lookEveryMs: 600,
      maxGapMs: 2_400,
      silenceMs: 6_000,
    });
  });
});

describe('nextStep', () => {
  it.each([
    ['nothing of an endpoint that works', {}, undefined],
    ['nothing of a short failure', { failingMs: 14 * MINUTE }, undefined],
    ['of one that has lasted', { failingMs: 15 * MINUTE }, 'failing'],
    ['of it once', { failingMs: HOUR, toldMs: 0.9 * HOUR, lastToldMs: 0.9 * HOUR }, undefined],
    [
      'of it again after an hour',
      { failingMs: 9 * HOUR, toldMs: 8 * HOUR, lastToldMs: HOUR },
      'reminder',
    ],
    [
      'of it daily later on',
      { failingMs: 26 * HOUR, toldMs: 25 * HOUR, lastToldMs: 23 * HOUR },
      undefined,
    ],
    ['of the coming end', { failingMs: 48 * HOUR, toldMs: 47 * HOUR }, 'disabling_soon'],
    [
      'of that once',
      { failingMs: 71 * HOUR, toldMs: 70 * HOUR, warnedMs: 23 * HOUR, lastToldMs: 23 * HOUR },
      undefined,
    ],
    ['the end', { failingMs: 72 * HOUR, toldMs: 71 * HOUR, warnedMs: 24 * HOUR }, 'disable'],
    ['first things first', { failingMs: 90 * HOUR }, 'failing'],
    [
      'the warning whole',
      { failingMs: 90 * HOUR, toldMs: 30 * HOUR, warnedMs: 23 * HOUR, lastToldMs: 23 * HOUR },
      undefined,
    ],
    ['a success', { toldMs: 2 * HOUR, successMs: MINUTE }, 'recovered'],
    [
      'a success even where it fails again',
      { failingMs: MINUTE, toldMs: 2 * HOUR, successMs: HOUR },
      'recovered',
    ],
    [
      'no success of earlier',
      { failingMs: HOUR, toldMs: HOUR / 2, successMs: 2 * HOUR },
      undefined,
    ],
  ] as [string, Partial<WatchedState>, string | undefined][])(
    'tells %s',
    (_, changes, expected) => {
      expect(nextStep(state(changes), rules)).toBe(expected);
    },
  );

  it('neither warns nor disables for a few events', () => {
    const few = { failedEvents: 4, failingMs: 90 * HOUR, toldMs: 80 * HOUR, lastToldMs: HOUR };
    expect(nextStep(state(few), rules)).toBeUndefined();
    expect(nextStep(state({ ...few, warnedMs: 30 * HOUR }), rules)).toBeUndefined();
  });

  it('wants a failure since the last word for what is worse than a word', () => {
    const known = state({ toldMs: 5 * HOUR, warnedMs: 3 * HOUR, lastToldMs: HOUR });
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
