import { array, assert, constantFrom, jsonValue, nat, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFaithfulJson, unfaithfulParts } from './check-json.js';

const ODD = [2 ** 53, -(2 ** 53), 1e300, Infinity, -Infinity];

describe('isFaithfulJson', () => {
  it('takes whatever JSON.stringify gives back unchanged', () => {
    const anything = jsonValue({ maxDepth: 6 }).filter(
      (value) => !/\d{16}|e\+/.test(JSON.stringify(value)),
    );
    assert(
      property(anything, (value) => {
        expect(isFaithfulJson(value)).toBe(true);
        expect(unfaithfulParts(value)).toEqual([]);
      }),
    );
  });

  it('finds an altered number wherever it stands, and its pointer leads there', () => {
    const paths = array(oneof(nat(3), string({ minLength: 1 })), { maxLength: 20 });
    assert(
      property(paths, constantFrom(...ODD), (path, odd) => {
        const body = path.reduceRight<unknown>(
          (inner, step) =>
            typeof step === 'number'
              ? [...Array<number>(step).fill(1), inner]
              : Object.fromEntries([
                  ['other', {}],
                  [step, inner],
                ]),
          odd,
        );
        expect(isFaithfulJson(body)).toBe(false);
        const pointer = path.map(
          (step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`,
        );
        expect(unfaithfulParts(body)).toMatchObject([
          { pointer: pointer.join(''), code: 'unsafe_integer' },
        ]);
      }),
    );
  });

  it('names no more than twenty of many', () => {
    const body = { list: Array<number>(1_000).fill(Infinity) };
    expect(unfaithfulParts(body)).toHaveLength(20);
  });

  it('counts the body itself as the first of a hundred levels', () => {
    const nested = (depth: number): unknown[] =>
      Array.from({ length: depth - 1 }).reduce<unknown[]>((inner) => [inner], []);
    expect(isFaithfulJson(nested(100))).toBe(true);
    expect(isFaithfulJson(nested(101))).toBe(false);
    expect(unfaithfulParts(nested(101))).toMatchObject([
      { pointer: '/0'.repeat(100), code: 'too_deep' },
    ]);
  });
});
