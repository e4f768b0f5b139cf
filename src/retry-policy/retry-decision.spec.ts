import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyOutcome, heldBackUntil, nextAttemptAt } from './retry-decision.js';

const now = new Date('2026-03-01T12:00:00Z');
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const waits = fc.array(fc.integer({ min: 1, max: 86_400 }), { minLength: 1, maxLength: 20 });

describe('nextAttemptAt', () => {
  it('waits as long as its step says, without chance', () => {
    const at = (step: number) =>
      nextAttemptAt({ scheduleSeconds: [5, 30, 120], step, now, random: () => 0.5 });
    expect([0, 1, 2].map((step) => at(step)?.toISOString())).toEqual([
      '2026-03-01T12:00:05.000Z',
      '2026-03-01T12:00:30.000Z',
      '2026-03-01T12:02:00.000Z',
    ]);
  });

  it('ends with the schedule', () => {
    expect(nextAttemptAt({ scheduleSeconds: [5], step: 1, now, random: () => 0 })).toBeNull();
    expect(nextAttemptAt({ scheduleSeconds: [], step: 0, now, random: () => 0 })).toBeNull();
  });

  it('stays within 20 % of the wait, whatever chance says', () => {
    fc.assert(
      fc.property(waits, fc.nat(), chance, (scheduleSeconds, pick, drawn) => {
        const step = pick % scheduleSeconds.length;
        const at = nextAttemptAt({ scheduleSeconds, step, now, random: () => drawn });
        const waitMs = (at?.getTime() ?? 0) - now.getTime();
        const planMs = (scheduleSeconds[step] ?? 0) * 1000;
        expect(waitMs).toBeGreaterThanOrEqual(Math.floor(planMs * 0.8));
        expect(waitMs).toBeLessThanOrEqual(Math.ceil(planMs * 1.2));
      }),
    );
  });

  it('reaches both ends of the spread', () => {
    const at = (drawn: number) =>
      nextAttemptAt({ scheduleSeconds: [100], step: 0, now, random: () => drawn })?.getTime();
    expect(at(0)).toBe(now.getTime() + 80_000);
    expect(at(1 - 1e-12)).toBe(now.getTime() + 120_000);
  });
});

describe('heldBackUntil', () => {
  it('is never earlier than asked, and at most 20 % later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 43_200 }), chance, (seconds, drawn) => {
        const waitMs = heldBackUntil(seconds, now, () => drawn).getTime() - now.getTime();
        expect(waitMs).toBeGreaterThanOrEqual(seconds * 1000);
        expect(waitMs).toBeLessThanOrEqual(seconds * 1200);
      }),
    );
    expect(heldBackUntil(100, now, () => 0.5).getTime() - now.getTime()).toBe(110_000);
  });
});

describe('classifyOutcome', () => {
  it.each([
    [200, null, undefined, 'succeeded'],
    [204, null, undefined, 'succeeded'],
    [299, 'reset', undefined, 'succeeded'],
    [300, null, undefined, 'retry'],
    [307, 'redirect', undefined, 'retry'],
    [400, 'http_status', undefined, 'retry'],
    [404, 'http_status', 30, 'retry'],
    [410, 'http_status', 30, 'gone'],
    [429, 'http_status', 30, 'throttled'],
    [429, 'http_status', 0, 'throttled'],
    [429, 'http_status', undefined, 'retry'],
    [503, 'http_status', 30, 'throttled'],
    [503, 'http_status', undefined, 'retry'],
    [500, 'http_status', 30, 'retry'],
    [null, 'timeout', undefined, 'retry'],
    [null, 'blocked_address', undefined, 'blocked'],
  ])('%s, %s, Retry-After %s: %s', (status, errorClass, retryAfterSeconds, outcome) => {
    expect(classifyOutcome({ status, errorClass, retryAfterSeconds })).toBe(outcome);
  });
});
