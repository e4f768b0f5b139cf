import { expect, it, vi } from 'vitest';
import { Shares } from './shares.js';

const sharesOf = (running: number, waiting: number): Shares =>
  new Shares({ running, waiting, patienceMs: 5_000 });
const REFUSED = { code: 'too_many_at_once', status: 429 };

it('lets an owner have so much at once; what it wants beside that waits in turn, and more is refused', async () => {
  const shares = sharesOf(2, 2);
  const [first] = [await shares.acquire('a'), await shares.acquire('a')];
  const begun: string[] = [];
  const third = shares.acquire('a').then((end) => (begun.push('third'), end));
  const fourth = shares.acquire('a').then((end) => (begun.push('fourth'), end));
  await expect(shares.acquire('a')).rejects.toMatchObject(REFUSED);
  expect(begun).toEqual([]);
  first();
  (await third)();
  (await fourth)();
  expect(begun).toEqual(['third', 'fourth']);
});

it('does not make another owner wait', async () => {
  const shares = sharesOf(1, 0);
  await shares.acquire('a');
  await expect(shares.acquire('a')).rejects.toMatchObject(REFUSED);
  expect(await shares.acquire('b')).toBeTypeOf('function');
});

it('refuses what has waited for too long, and gives its turn to no one', async () => {
  vi.useFakeTimers();
  const shares = sharesOf(1, 1);
  const end = await shares.acquire('a');
  const waiting = shares.acquire('a').catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await waiting).toMatchObject(REFUSED);
  end();
  expect(await shares.acquire('a')).toBeTypeOf('function');
  vi.useRealTimers();
});
