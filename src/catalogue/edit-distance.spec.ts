import { describe, expect, it } from 'vitest';
import { editDistance } from './suggest-types.js';

describe('the edit distance', () => {
  it.each([
    ['', '', 4, 0],
    ['session', 'session', 4, 0],
    ['sesion', 'session', 4, 1],
    ['sessions', 'session', 4, 1],
    ['kitten', 'sitting', 4, 3],
    ['craeted', 'created', 4, 2],
    ['', 'abc', 3, 3],
    ['abc', '', 3, 3],
    ['kitten', 'sitting', 2, undefined],
    ['a', 'abcdef', 4, undefined],
    ['abcdef', 'uvwxyz', 4, undefined],
  ])('of %j and %j, up to %i: %s', (a, b, max, expected) => {
    expect(editDistance(a, b, max)).toBe(expected);
    expect(editDistance(b, a, max)).toBe(expected);
  });
});
