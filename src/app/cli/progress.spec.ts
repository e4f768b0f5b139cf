import { expect, it } from 'vitest';
import { showProgress } from './progress.js';

function shown(isTTY: boolean): string[] {
  const written: string[] = [];
  const progress = showProgress({ isTTY, write: (text) => written.push(text) });
  for (let done = 50; done <= 1_000; done += 50) progress.show({ done, total: 1_000 });
  progress.end();
  return written;
}

it('draws one bar on a terminal, and ends its line', () => {
  const written = shown(true);
  expect(written).toHaveLength(21);
  expect(written[9]).toBe(`\r[${'#'.repeat(20)}${' '.repeat(20)}] 50 % (500 of 1000)`);
  expect(written.at(-1)).toBe('\n');
});

it('writes a plain line for each tenth elsewhere', () => {
  const written = shown(false);
  expect(written).toHaveLength(10);
  expect(written[0]).toBe('10 % (100 of 1000)\n');
  expect(written.at(-1)).toBe('100 % (1000 of 1000)\n');
});
