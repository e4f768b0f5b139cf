import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAssets, replaceAssets, withPlaceholders } from './asset-reference.js';

const find = (data: unknown) => findAssets(JSON.stringify(data));

/** Any data without references, and a way to put one at a random place of it. */
const plain = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 6 }), { minKeys: 1 });
const step = fc.oneof(fc.string(), fc.nat({ max: 5 }));
const path = fc.array(step, { minLength: 1, maxLength: 12 });
const key = fc.string({ unit: 'binary', maxLength: 40 });

function wrap(inner: unknown, steps: readonly (string | number)[]): unknown {
  return steps.reduceRight<unknown>(
    (value, at) =>
      typeof at === 'number'
        ? [...Array.from({ length: at }, () => null), value]
        : Object.fromEntries([[at, value]]),
    inner,
  );
}

const pointerOf = (steps: readonly (string | number)[]): string =>
  steps.map((at) => `/${String(at).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

describe('findAssets', () => {
  it('finds references at any depth, in objects and lists', () => {
    expect(find({ a: { $asset: 'k1' }, list: [1, { 'b/~': [{ $asset: 'k2' }] }] })).toEqual([
      { pointer: '/data/a', key: 'k1' },
      { pointer: '/data/list/1/b~1~0/0', key: 'k2' },
    ]);
  });

  it.each([
    { $asset: 'k', width: 3 },
    { $asset: 7 },
    { $asset: null },
    { $asset: ['k'] },
    { $asset: { $asset: 'k' } },
  ])('has no key for %j', (value) => {
    expect(find({ a: value })).toEqual([{ pointer: '/data/a', key: undefined }]);
  });

  it.each([[{ a: '$asset' }], [{ $assets: 'k' }], [{ a: '{"$asset":"k"}' }], [{}]])(
    'takes %j for what it is',
    (data) => {
      expect(find(data)).toEqual([]);
    },
  );

  it('finds the one reference in any data, wherever it is', () => {
    fc.assert(
      fc.property(plain, path, key, (data, steps, name) => {
        fc.pre(!JSON.stringify(data).includes('$asset') && !steps.includes('$asset'));
        const whole = { before: data, here: wrap({ $asset: name }, steps), after: data };
        expect(find(whole)).toEqual([{ pointer: `/data/here${pointerOf(steps)}`, key: name }]);
      }),
    );
  });

  it('is not exhausted by depth', () => {
    const json = `${'{"a":'.repeat(5000)}{"$asset":"k"}${'}'.repeat(5000)}`;
    expect(findAssets(json)).toMatchObject([{ key: 'k' }]);
  });
});

describe('replaceAssets', () => {
  it('puts a text in the place of each reference and leaves the rest as it was', () => {
    fc.assert(
      fc.property(plain, path, key, (data, steps, name) => {
        fc.pre(!JSON.stringify(data).includes('$asset') && !steps.includes('$asset'));
        const json = JSON.stringify({ data, here: wrap({ $asset: name }, steps) });
        const link = `link to ${name}`;
        const expected = JSON.stringify({ data, here: wrap(link, steps) });
        expect(JSON.stringify(replaceAssets(json, (of) => `link to ${of}`))).toBe(expected);
      }),
    );
  });
});

describe('withPlaceholders', () => {
  it('shows a URL, whatever the key', () => {
    fc.assert(
      fc.property(key, (name) => {
        const { a } = withPlaceholders(JSON.stringify({ a: { $asset: name } })) as { a: string };
        expect(URL.canParse(a)).toBe(true);
        expect(a).toMatch(/^https:\/\/assets\.example\/[\x21-\x7e]{300,}$/);
      }),
    );
  });

  it('keeps the end of the path, which a rule may ask for', () => {
    expect(withPlaceholders('{"a":{"$asset":"ten_1/a b.jpg"}}')).toEqual({
      a: expect.stringMatching(/^https:\/\/assets\.example\/ten_1\/a%20b\.jpg\?/),
    });
  });
});
