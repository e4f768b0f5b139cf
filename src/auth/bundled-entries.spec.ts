import { describe, expect, it } from 'vitest';
import { Bundles } from './bundled-entries.js';

const fact = (action: string) => ({
  actor: { id: 'unknown', role: 'none' },
  tenantId: null,
  action,
  target: 'api',
});
const bundlesOf = (limits: { perWindow?: number; maxWaiting?: number } = {}): Bundles =>
  new Bundles({
    windowMs: 60_000,
    perWindow: 10,
    maxWaiting: 10,
    overflow: fact('overflow'),
    ...limits,
  });
const shown = (bundles: Bundles, nowMs: number): [string, number][] =>
  bundles.take(nowMs).map(({ key, count }) => [key, count]);

describe('bundles', () => {
  it('are written at once, and what follows is counted until the window ends', () => {
    const bundles = bundlesOf();
    bundles.add('a', fact('x'));
    bundles.add('a', fact('x'));
    expect(shown(bundles, 1_000)).toEqual([['a', 2]]);
    for (let count = 0; count < 1_000; count += 1) bundles.add('a', fact('x'));
    expect(shown(bundles, 60_999)).toEqual([]);
    expect(shown(bundles, 61_000)).toEqual([['a', 1_000]]);
  });

  it('are so many in a window, and the others wait', () => {
    const bundles = bundlesOf({ perWindow: 2 });
    for (const key of ['a', 'b', 'c']) bundles.add(key, fact('x'));
    expect(shown(bundles, 0)).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect(shown(bundles, 59_999)).toEqual([]);
    expect(shown(bundles, 60_000)).toEqual([['c', 1]]);
  });

  it('that would be too many are counted together', () => {
    const bundles = bundlesOf({ maxWaiting: 2 });
    for (const key of ['a', 'b', 'c', 'd', 'a']) bundles.add(key, fact('x'));
    expect(bundles.take(0).map(({ fact: { action }, count }) => [action, count])).toEqual([
      ['x', 2],
      ['x', 1],
      ['overflow', 2],
    ]);
  });

  it('name the first hundred things that they are about', () => {
    const bundles = bundlesOf();
    for (let count = 0; count < 150; count += 1) bundles.add('a', fact('x'), `thing-${count}`);
    const [bundle] = bundles.take(0);
    expect([bundle?.count, bundle?.named.size]).toEqual([150, 100]);
  });

  it('that could not be written are written later, with what came meanwhile', () => {
    const bundles = bundlesOf();
    bundles.add('a', fact('x'), 'one');
    const [bundle] = bundles.take(0);
    bundles.add('a', fact('x'), 'two');
    if (bundle) bundles.restore(bundle);
    const [again] = bundles.take(1);
    expect([again?.count, [...(again?.named ?? [])]]).toEqual([2, ['one', 'two']]);
  });
});
