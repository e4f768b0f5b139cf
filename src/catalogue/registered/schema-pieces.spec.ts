import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  dictionary,
  integer,
  jsonValue,
  letrec,
  oneof,
  record,
  string,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registrationErrors } from '../../../test/support/registration-errors.js';
import { compileSchema } from './compile-schema.js';
import { readSchema } from './read-schema.js';
import { defineRegisteredType } from './registered-type.js';
import type { Registration } from './registered-type.js';
import { piecesOf } from './schema-pieces.js';

/** Makes a schema so large that it is divided, by keywords that check nothing. */
const FILLING = Object.fromEntries(
  Array.from({ length: 40 }, (_, n) => [
    `filling${n}`,
    { title: 'F', description: 'G', $comment: 'H', deprecated: true },
  ]),
);

const TEXT = { type: 'string', maxLength: 3 };
/** An object with a member `then` must not stand in code. */
const CONDITIONS = '{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}';

const large = (more: object): Record<string, unknown> => {
  const { properties = {}, ...others } = more as { properties?: object };
  return { type: 'object', properties: { ...properties, ...FILLING }, ...others };
};

describe('a large schema in pieces', () => {
  it.each<[string, object, object[]]>([
    ['properties', { properties: { a: TEXT } }, [{ a: 'abc' }, { a: 'abcd' }, { a: 1 }]],
    ['a property that is never there', { properties: { a: false } }, [{}, { a: 1 }]],
    [
      'nested properties',
      { properties: { a: { required: ['b'], properties: { b: TEXT } } } },
      [{ a: {} }, { a: { b: 'abcd' } }, { a: { b: 'a' } }],
    ],
    ['items', { properties: { a: { items: TEXT } } }, [{ a: ['a', 'abcd', 5] }, { a: [] }]],
    [
      'items behind others',
      { properties: { a: { prefixItems: [TEXT, true], items: false } } },
      [{ a: ['abcd', 1] }, { a: ['a', 1, 2] }, { a: ['a'] }],
    ],
    [
      'a reference with keywords beside it',
      { $defs: { t: TEXT }, properties: { a: { $ref: '#/$defs/t', minLength: 2 } } },
      [{ a: 'a' }, { a: 'ab' }, { a: 'abcd' }],
    ],
    [
      'a reference to another place',
      { properties: { a: { $ref: '#/properties/b/items' }, b: { items: TEXT } } },
      [{ a: 'abcd' }, { a: 'a', b: ['abcd'] }],
    ],
    [
      'a reference to false',
      { $defs: { t: false }, properties: { a: { $ref: '#/$defs/t' } } },
      [{ a: 1 }],
    ],
    [
      'names with marks',
      { properties: { 'a/b~c': TEXT } },
      [{ 'a/b~c': 'abcd' }, { 'a/b~c': 'a' }],
    ],
    ['patterns', { patternProperties: { '^x': TEXT } }, [{ x1: 'abcd' }, { y1: 'abcd' }]],
    ['names', { propertyNames: { maxLength: 3 } }, [{ abcd: 1 }, { a: 1 }]],
    [
      'fields that are not listed',
      { properties: { a: TEXT }, additionalProperties: { type: 'integer' } },
      [
        { a: 'a', b: 'b' },
        { a: 'a', b: 2 },
      ],
    ],
    [
      'fields that nothing has looked at',
      {
        allOf: [{ properties: { a: TEXT } }, { $ref: '#/$defs/t' }],
        $defs: { t: { properties: { b: TEXT } } },
        unevaluatedProperties: false,
      },
      [
        { a: 'a', b: 'b' },
        { a: 'a', c: 'c' },
      ],
    ],
    [
      'elements that nothing has looked at',
      { properties: { a: { allOf: [{ prefixItems: [TEXT] }], unevaluatedItems: false } } },
      [{ a: ['a'] }, { a: ['a', 'b'] }],
    ],
    [
      'alternatives',
      { properties: { a: { anyOf: [TEXT, { type: 'integer' }] } } },
      [{ a: 1 }, { a: 'a' }, { a: {} }],
    ],
    [
      'one alternative',
      { properties: { a: { oneOf: [TEXT, { minLength: 2 }] } } },
      [{ a: 'a' }, { a: 'abc' }],
    ],
    ['what must not be', { properties: { a: { not: TEXT } } }, [{ a: 'a' }, { a: 1 }]],
    ['conditions', JSON.parse(CONDITIONS) as object, [{ a: 1 }, { a: 1, b: 1 }, {}, { c: 1 }]],
    [
      'contents',
      { properties: { a: { contains: TEXT, minContains: 2 } } },
      [{ a: ['a'] }, { a: ['a', 'b'] }],
    ],
    [
      'what a field brings with it',
      { dependentSchemas: { a: { required: ['b'] } } },
      [{ a: 1 }, { a: 1, b: 1 }, {}],
    ],
  ])('has the same errors as the whole: %s', async (_, more, values) => {
    const schema = large(more);
    const whole = compileSchema(schema);
    const divided = compileSchema(schema);
    await divided.prepare();
    const errors = values.map((value) => whole.errorsOf(value));
    expect(errors.flat()).not.toEqual([]);
    expect(values.map((value) => divided.errorsOf(value))).toEqual(errors);
  });

  it('is compiled in turns, once, and a small one at its first value', async () => {
    const check = compileSchema(large({ properties: { a: TEXT } }));
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    await Promise.all([check.prepare(), check.prepare()]);
    clearInterval(count);
    expect(turns).toBeGreaterThan(0);
    expect(check.prepare()).toBeUndefined();
    const small = { type: 'object', properties: { a: TEXT } };
    expect(piecesOf(readSchema(small).nodes)).toBeUndefined();
  });
});

const loan = (changes: Pick<Registration, 'schema' | 'example'>): Registration => ({
  type: 'loan.decided',
  description: 'A loan was decided.',
  ...changes,
});

describe('whatever is registered', () => {
  const { schema } = letrec<{ schema: unknown }>((tie) => ({
    schema: oneof(
      { maxDepth: 2 },
      constantFrom<unknown>(
        true,
        false,
        {},
        { type: 'string' },
        { $ref: '#/$defs/a' },
        { $ref: '#' },
      ),
      record(
        {
          type: constantFrom('object', 'array', 'string', 'nothing', ['string', 'null']),
          properties: dictionary(
            constantFrom('a', 'b', 'constructor', '__proto__'),
            tie('schema'),
            { maxKeys: 2 },
          ),
          patternProperties: dictionary(
            oneof(constantFrom('^a', '(', '(a+)+$'), string()),
            tie('schema'),
          ),
          additionalProperties: tie('schema'),
          items: tie('schema'),
          prefixItems: array(tie('schema'), { maxLength: 2 }),
          anyOf: array(tie('schema'), { maxLength: 2 }),
          not: tie('schema'),
          if: tie('schema'),
          $defs: dictionary(constantFrom('a', 'b'), tie('schema'), { maxKeys: 1 }),
          $ref: constantFrom('#', '#/$defs/a', '#/properties/a', '#/$defs', 'x', '#/%24defs/a'),
          pattern: oneof(string(), constantFrom('(a*)*b', '[', String.raw`\p{L}{1,99}`)),
          required: array(constantFrom('a', '__proto__', 'toString'), { maxLength: 2 }),
          uniqueItems: constantFrom(true, false),
          maxItems: oneof(integer(), constantFrom('1')),
          enum: array(jsonValue(), { maxLength: 3 }),
          minimum: oneof(integer(), constantFrom(null, '1')),
          unknown: jsonValue(),
        },
        { requiredKeys: [] },
      ),
    ),
  }));

  const value = letrec<{ value: unknown }>((tie) => ({
    value: oneof(
      { maxDepth: 3 },
      jsonValue({ maxDepth: 1 }),
      dictionary(constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
      array(tie('value'), { maxLength: 3 }),
    ),
  })).value;

  it('is refused as a 422, or judges every payload alike whether it is compiled whole or in pieces', async () => {
    await assert(
      asyncProperty(schema, array(value, { maxLength: 8 }), async (inner, values) => {
        const registered = { properties: { a: inner, ...FILLING }, $defs: { a: inner } };
        const registration = loan({ schema: { type: 'object', ...registered }, example: {} });
        const refused = await registrationErrors(registration);
        expect(refused.every(({ pointer }) => /^\/(schema|example)/.test(pointer))).toBe(true);
        if (refused.length > 0) return;
        const whole = defineRegisteredType(registration);
        const divided = defineRegisteredType(registration);
        await divided.prepare?.();
        for (const a of values) expect(divided.validate({ a })).toEqual(whole.validate({ a }));
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
