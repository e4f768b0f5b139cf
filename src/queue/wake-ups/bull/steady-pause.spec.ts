import { expect, it } from 'vitest';
import { steadyPause } from './redis-clients.js';

it('waits longer after each try, up to five seconds, also where every try gets a connection', () => {
  let now = 0;
  const pause = steadyPause({ now: () => now });
  const pauses = Array.from({ length: 60 }, () => {
    const ms = pause();
    now += ms + 20;
    return ms;
  });
  expect(pauses.slice(0, 3)).toEqual([100, 200, 300]);
  expect(pauses.at(-1)).toBe(5_000);
});

it('starts anew after a connection that held', () => {
  let now = 0;
  const pause = steadyPause({ now: () => now });
  pause();
  now += 1_000;
  expect(pause()).toBe(200);
  now += 60_000;
  expect(pause()).toBe(100);
});
