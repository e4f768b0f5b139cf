import { expect, it } from 'vitest';
import { latenciesMs, percentile } from './latencies.js';
import type { PublishLine, RequestLine } from './lines.js';

const published = (id: string, sentAtMs: number): PublishLine => ({
  n: 0,
  try: 1,
  sentAtMs,
  atMs: sentAtMs + 5,
  status: 202,
  id,
});
const received = (event: string, arrivedAtMs: number, kept = true): RequestLine => ({
  arrivedAtMs,
  atMs: arrivedAtMs,
  path: '/hook',
  event,
  delivery: `of ${event}`,
  attempt: 1,
  sha256: '',
  sender: '',
  answered: kept ? 200 : null,
  kept,
});

it('counts from the sending to the first request that was kept, and what is missing for ever', () => {
  const lines = [published('a', 100), published('b', 200), published('c', 300)];
  const requests = [
    received('b', 210, false),
    received('b', 290),
    received('a', 130),
    received('a', 120),
  ];
  expect(latenciesMs(lines, requests)).toEqual([20, 90, Infinity]);
});

it('has the percentile of what is sorted', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([50, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([50, 99, 100]);
  expect(percentile([7], 99)).toBe(7);
  expect(percentile([], 99)).toBeNaN();
});
