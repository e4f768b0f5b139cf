import { expect, it } from 'vitest';
import { consumptionProblem } from './worker.js';

const healthy = { isFull: false, isStalled: false, quietMs: 200 };

it('a worker whose claims are answered consumes', () => {
  expect(consumptionProblem(healthy)).toBeUndefined();
});

it('a worker with free slots whose claims are not answered does not', () => {
  expect(consumptionProblem({ ...healthy, quietMs: 10_001 })).toContain(
    'nothing is being delivered',
  );
});

it('a worker whose slots are all in use consumes, unless its attempts cannot be recorded', () => {
  const full = { ...healthy, isFull: true, quietMs: 60_000 };
  expect(consumptionProblem(full)).toBeUndefined();
  expect(consumptionProblem({ ...full, isStalled: true })).toContain('nothing is being delivered');
});
