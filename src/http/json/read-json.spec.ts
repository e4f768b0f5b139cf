import { array, assert, constantFrom, jsonValue, nat, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_LIMITS, PLAIN_LIMITS } from './json-limits.js';
import { inspectJson, readJson } from './read-json.js';

const faultsOf = (text: string, limits = EVENT_LIMITS): [pointer: string, code: string][] =>
  inspectJson(Buffer.from(text), limits).faults.map(({ pointer, code }) => [pointer, code]);

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('reading JSON', () => {
  it('gives what JSON.parse gives of whatever JSON.stringify writes', () => {
    const anything = jsonValue({ maxDepth: 6, noUnicodeString: false }).filter(
      (value) => !/\d{16}|e\+/.test(JSON.stringify(value)),
    );
    assert(
      property(anything, constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readJson(Buffer.from(` ${text}\n`), EVENT_LIMITS)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses whatever JSON.parse refuses', () => {
    const pieces = constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '-',
      'tru',
      'true',
      ' ',
    );
    assert(
      property(array(pieces, { minLength: 1, maxLength: 8 }), (parts) => {
        const text = parts.join('');
        let expected = true;
        try {
          JSON.parse(text);
        } catch {
          expected = false;
        }
        let taken = true;
        try {
          readJson(Buffer.from(text), EVENT_LIMITS);
        } catch (error) {
          taken = (error as { code?: string }).code === 'duplicate_key';
        }
        expect(taken, text).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '0.1',
    '1.10',
    '1e2',
    '1E-7',
    '-0',
    '-0.0',
    '0e999',
    '5e-324',
    '9007199254740991',
    '9007199254740991.0',
    '0.30000000000000004',
    '123456789.12345679',
    '1000000000000000',
    `1.${'0'.repeat(400)}`,
  ])('keeps the number %s', (literal) => {
    expect(faultsOf(`{"a":[${literal}]}`)).toEqual([]);
  });

  it.each([
    ['0.1234567890123456789', 'unsafe_number'],
    ['1.0000000000000001', 'unsafe_number'],
    ['0.10000000000000000001', 'unsafe_number'],
    ['1e-400', 'unsafe_number'],
    ['2e-324', 'unsafe_number'],
    ['9007199254740993', 'unsafe_integer'],
    ['9007199254740992', 'unsafe_integer'],
    ['1e400', 'unsafe_integer'],
    ['-1e16', 'unsafe_integer'],
  ])('names the number %s as one that would be altered: %s', (literal, code) => {
    expect(faultsOf(`{"a":[1,{"b/c~":${literal}}]}`)).toEqual([['/a/1/b~1c~0', code]]);
  });

  it('names an altered number wherever it stands', () => {
    const paths = array(oneof(nat(3), string({ minLength: 1 })), { maxLength: 20 });
    assert(
      property(paths, (path) => {
        const body = path.reduceRight<string>(
          (inner, step) =>
            typeof step === 'number'
              ? `[${'1,'.repeat(step)}${inner}]`
              : `{${step === 'other' ? '' : '"other":{},'}${JSON.stringify(step)}:${inner}}`,
          '1.00000000000000001',
        );
        const pointer = path.map(
          (step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`,
        );
        expect(faultsOf(body)).toEqual([[pointer.join(''), 'unsafe_number']]);
      }),
    );
  });

  it('names a key that its object has twice, however it is spelled', () => {
    expect(faultsOf('{"a":{"b":1,"c":{"b":2},"\\u0062":3},"a~":1}')).toEqual([
      ['/a/b', 'duplicate_key'],
    ]);
    expect(faultsOf('{"__proto__":1,"__proto__":2}')).toEqual([['/__proto__', 'duplicate_key']]);
  });

  it('names half a surrogate pair, in a key too, and takes a whole one', () => {
    expect(faultsOf('{"a":["\\ud83d\\ude00","\\ud83d"],"b\\uDE00":"x"}')).toEqual([
      ['/a/1', 'lone_surrogate'],
      ['/b\uFFFD', 'lone_surrogate'],
    ]);
    expect(faultsOf('{"a":"\\ud83d\\ude00 \\\\ud800"}')).toEqual([]);
  });

  it('counts the value itself as the first of 64 levels', () => {
    expect(faultsOf(nested(64))).toEqual([]);
    expect(faultsOf(nested(65))).toEqual([['/0'.repeat(64), 'too_deep']]);
    expect(faultsOf('['.repeat(2_000_000))).toEqual([['/0'.repeat(64), 'too_deep']]);
  });

  it('counts members and values before it parses', () => {
    const members = Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`k${n}`, 1]));
    expect(faultsOf(JSON.stringify(members), PLAIN_LIMITS)).toEqual([['', 'too_many_members']]);
    expect(faultsOf(JSON.stringify(Array(10_001).fill(1)), PLAIN_LIMITS)).toEqual([
      ['', 'too_many_values'],
    ]);
    expect(inspectJson(Buffer.from(nested(65)), PLAIN_LIMITS).value).toBeUndefined();
  });

  it('names a hundred of many, and says nothing of the text of what is malformed', () => {
    expect(faultsOf(`[${'1e400,'.repeat(1_000)}1]`)).toHaveLength(100);
    expect(() => readJson(Buffer.from('{"first_name": "Ada" x}'), EVENT_LIMITS)).toThrow(
      'The body is not valid JSON. The error is at position 21.',
    );
  });
});
