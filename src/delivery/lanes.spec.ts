import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lanes } from './deliverer.service.js';

const quick = (end: Promise<void>) => ({ end, slow: false });
const never = (): Promise<void> => new Promise(() => undefined);

describe('lanes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('count what is begun and free what has ended', async () => {
    const lanes = new Lanes(4, () => undefined);
    const ends: (() => void)[] = [];
    lanes.begin(
      [1, 2, 3].map(() => quick(new Promise<void>((resolve) => ends.push(resolve)))),
      () => undefined,
    );
    expect(lanes.free).toEqual({ quick: 1, slow: 32, slowNamed: 16, slowTotal: 32 });
    ends.forEach((end) => end());
    await vi.waitFor(() => expect(lanes.free.quick).toBe(4));
    expect(lanes.attemptsInFlight).toBe(0);
  });

  it('give the slots of slow attempts to others, and say so', () => {
    const onRoom = vi.fn<() => void>();
    const lanes = new Lanes(2, onRoom);
    lanes.begin([quick(never()), quick(never())], () => undefined);
    expect(lanes.free.quick).toBe(0);
    vi.advanceTimersByTime(300);
    expect(onRoom).toHaveBeenCalledOnce();
    expect(lanes.free).toEqual({ quick: 2, slow: 14, slowNamed: 6, slowTotal: 16 });
    expect(lanes.attemptsInFlight).toBe(2);
  });

  it('give what is known to be slow no ordinary slot', async () => {
    const lanes = new Lanes(2, () => undefined);
    let end = (): void => undefined;
    const attempt = new Promise<void>((resolve) => (end = resolve));
    lanes.begin([{ end: attempt, slow: true }, quick(never())], () => undefined);
    expect(lanes.free).toMatchObject({ quick: 1, slow: 15 });
    end();
    await vi.waitFor(() => expect(lanes.free).toMatchObject({ quick: 1, slow: 16 }));
  });

  it('keep slow attempts beyond their lane in ordinary slots', () => {
    const lanes = new Lanes(1, () => undefined);
    for (let n = 0; n < 9; n += 1) {
      lanes.begin([quick(never())], () => undefined);
      vi.advanceTimersByTime(300);
    }
    expect(lanes.free).toMatchObject({ quick: 0, slow: 0 });
  });

  it('free a slow slot when its attempt ends after all', async () => {
    const lanes = new Lanes(1, () => undefined);
    const onEnd = vi.fn<() => void>();
    let end = (): void => undefined;
    lanes.begin([quick(new Promise<void>((resolve) => (end = resolve)))], onEnd);
    vi.advanceTimersByTime(300);
    expect(lanes.free.slow).toBe(7);
    end();
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce());
    expect(lanes.free).toEqual({ quick: 1, slow: 8, slowNamed: 4, slowTotal: 8 });
  });
});
