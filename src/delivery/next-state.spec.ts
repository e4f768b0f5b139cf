import { describe, expect, it } from 'vitest';
import { nextState } from './next-state.js';

const rules = { scheduleSeconds: [10, 20], now: new Date(0), random: () => 0.5 };
const automatic = { step: 0, one_shot: false } as const;
const manual = { ...automatic, one_shot: true } as const;

describe('nextState', () => {
  it('settles on success', () => {
    expect(nextState(automatic, 'succeeded', rules)).toMatchObject({
      status: 'succeeded',
      reason: null,
      step: 1,
    });
  });

  it('follows the schedule, one step an attempt', () => {
    expect(nextState(automatic, 'retry', rules)).toMatchObject({
      status: 'pending',
      reason: 'retry_scheduled',
      delayMs: 10_000,
      step: 1,
    });
    expect(nextState({ ...automatic, step: 1 }, 'blocked', rules)).toMatchObject({
      delayMs: 20_000,
      step: 2,
    });
  });

  it('fails once the schedule is used up', () => {
    expect(nextState({ ...automatic, step: 2 }, 'retry', rules)).toMatchObject({
      status: 'failed',
      reason: 'attempts_exhausted',
      step: 3,
    });
  });

  it('spends nothing of the schedule on an outage of ours, at its last step neither', () => {
    expect(nextState({ ...automatic, step: 2 }, 'outage', rules)).toEqual({
      status: 'pending',
      reason: 'retry_scheduled',
      delayMs: 33_000,
      step: 2,
    });
    expect(nextState(manual, 'outage', rules).status).toBe('restore_previous');
  });

  it('leaves what a receiver answered 410 to in the queue, for the recorder to hold', () => {
    expect(nextState({ ...automatic, step: 2 }, 'gone', rules)).toMatchObject({
      status: 'pending',
      delayMs: 0,
    });
  });

  it('keeps what is for an address that will not do', () => {
    expect(nextState({ ...automatic, step: 1 }, 'hold', rules)).toEqual({
      status: 'held',
      reason: 'address_on_hold',
      delayMs: null,
      step: 2,
    });
    expect(nextState(manual, 'hold', rules)).toMatchObject({ status: 'restore_previous' });
  });

  it('gives a failed manual attempt back what it was, the schedule unspent', () => {
    expect(nextState({ ...manual, step: 1 }, 'retry', rules)).toEqual({
      status: 'restore_previous',
      reason: null,
      delayMs: null,
      step: 1,
    });
  });

  it('settles a manual success', () => {
    expect(nextState({ ...manual, step: 1 }, 'succeeded', rules)).toMatchObject({
      status: 'succeeded',
      step: 1,
    });
  });
});
