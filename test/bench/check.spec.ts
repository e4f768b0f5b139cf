import { describe, expect, it } from 'vitest';
import { check } from './check.js';
import type { LoadResult } from './report.js';

function load(name: string, cpuRatio?: number): LoadResult {
  const cpuMicros = { node: 600, postgres: 200, redis: 0 };
  const summary =
    cpuRatio === undefined ? undefined : { cpuRatio, rateRatio: 1, perSecond: 1, cpuMicros };
  return { name, kept: 3, disturbed: 0, ...(summary && { summary }) };
}

const recorded = [load('embedded: single', 3), load('embedded: batch', 2), load('redis: single')];

describe('the check against the record', () => {
  it('passes up to 5 % more CPU than on record', () => {
    const measured = [load('embedded: single', 3.15), load('embedded: batch', 1.5)];
    const { failed, lines } = check(measured, recorded);
    expect(failed).toBe(false);
    expect(lines).toEqual([
      'ok  embedded: single: CPU ratio 3.15, 3.00 on record (+5 %)',
      'ok  embedded: batch: CPU ratio 1.50, 2.00 on record (-25 %)',
    ]);
  });

  it('fails beyond, whichever load it is', () => {
    const measured = [load('embedded: single', 2), load('embedded: batch', 2.11)];
    const { failed, lines } = check(measured, recorded);
    expect(failed).toBe(true);
    expect(lines[1]).toBe('FAILED  embedded: batch: CPU ratio 2.11, 2.00 on record (+5.5 %)');
  });

  it('fails where every round was disturbed', () => {
    expect(check([load('embedded: single')], recorded).failed).toBe(true);
  });

  it('leaves out what is not on record, and does not pass by that alone', () => {
    expect(check([load('embedded: single', 3), load('redis: single', 9)], recorded).failed).toBe(
      false,
    );
    expect(() => check([load('redis: single', 9)], recorded)).toThrow('on record');
  });
});
