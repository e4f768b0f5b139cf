import { stat } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inOneTurn } from './loop-turns.js';

/** Does the work where new data begins it, and returns what else ran before that which follows it. */
function othersBeforeWhatFollows(work: () => void): Promise<string[]> {
  return new Promise((resolve, reject) => {
    stat('.', () => {
      const others: string[] = [];
      setTimeout(() => others.push('timer'), 1);
      setImmediate(() => others.push('check'));
      inOneTurn(work).then(() => resolve([...others]), reject);
    });
  });
}

function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('work in one turn of the event loop', () => {
  it('is followed by all other work where it took long', async () => {
    expect(await othersBeforeWhatFollows(() => spin(12))).toEqual(['check', 'timer']);
  });

  it('is followed by the rest at once where it was short', async () => {
    expect(await othersBeforeWhatFollows(() => undefined)).toEqual([]);
  });

  it('hands on what it returns and why it failed', async () => {
    expect(await inOneTurn(() => Promise.resolve(5))).toBe(5);
    const failing = inOneTurn(() => {
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow('no');
  });
});
