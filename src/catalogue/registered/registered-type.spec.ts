import {
  array,
  assert,
  constantFrom,
  dictionary,
  integer,
  jsonValue,
  letrec,
  oneof,
  property,
  record,
  string,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../common/index.js';
import { checkRegistration, defineRegisteredType } from './registered-type.js';
import type { Registration } from './registered-type.js';

const SCHEMA = {
  type: 'object',
  required: ['loan_id', 'amount'],
  properties: {
    loan_id: { type: 'string', minLength: 1, pattern: '^loan_[0-9a-z]+$', 'x-subject': true },
    customer_id: { type: ['string', 'null'], 'x-id': true },
    full_name: { type: 'string', 'x-personal': true },
    amount: { $ref: '#/$defs/money' },
    decided_at: { type: 'string', format: 'date-time' },
  },
  $defs: { money: { type: 'integer', minimum: 0 } },
};
const EXAMPLE = { loan_id: 'loan_1', customer_id: 'cus_1', amount: 5 };

const loan = (changes: Partial<Registration> = {}): Registration => ({
  type: 'loan.decided',
  description: 'A loan was decided.',
  schema: SCHEMA,
  example: EXAMPLE,
  ...changes,
});

/** Returns the errors of a registration; empty where it is accepted. */
function errorsOf(changes: Partial<Registration>): { pointer: string; code: string }[] {
  try {
    checkRegistration(loan(changes));
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error;
    return (error.details.errors ?? []).map(({ pointer, code }) => ({ pointer, code }));
  }
}

/** Returns the errors of a schema whose root has the keywords of `more` beside its type. */
const ofSchema = (more: object): { pointer: string; code: string }[] =>
  errorsOf({ schema: { type: 'object', ...more }, example: {} });

const ofField = (field: unknown): { pointer: string; code: string }[] =>
  ofSchema({ properties: { field } });

describe('a registered type', () => {
  const definition = defineRegisteredType(loan());

  it('passes with its schema and its example', () => {
    expect(errorsOf({})).toEqual([]);
  });

  it('names every field of data that breaks the schema', () => {
    expect(definition.validate(EXAMPLE)).toEqual([]);
    expect(definition.validate({ ...EXAMPLE, more: { of: ['it'] } })).toEqual([]);
    const wrong = { loan_id: 'x', customer_id: 7, decided_at: 'today' };
    expect(definition.validate(wrong).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/data/amount', 'required'],
      ['/data/loan_id', 'malformed'],
      ['/data/customer_id', 'wrong_type'],
      ['/data/decided_at', 'malformed'],
    ]);
  });

  it('has no field that is only inherited', () => {
    const schema = { type: 'object', required: ['constructor', 'toString'] };
    const inherited = defineRegisteredType(loan({ schema }));
    expect(inherited.validate({})).toHaveLength(2);
  });

  it('reads subject, ids and personal fields off its annotations', () => {
    expect(definition.subjectOf(EXAMPLE)).toBe('loan_1');
    expect(definition.idsOf({ ...EXAMPLE, customer_id: null })).toEqual([
      { field: 'loan_id', value: 'loan_1' },
    ]);
    expect(definition.idFields).toEqual(['/loan_id', '/customer_id']);
    expect(definition.personalFields).toEqual(['/full_name']);
    expect(definition.isSandbox({ is_sandbox: true })).toBe(true);
    expect(definition.externalRefOf({ external_ref: 'user_1' })).toBe('user_1');
    expect(defineRegisteredType(loan({ schema: { type: 'object' } })).subjectOf(EXAMPLE)).toBe(
      undefined,
    );
  });
});

describe('an event of a registered type', () => {
  const allOf = Array.from({ length: 49 }, (_, n) => ({ minimum: n - 50 }));
  const schema = { type: 'object', properties: { list: { items: { allOf } } } };
  const definition = defineRegisteredType(loan({ schema }));

  it('has so many values that checking them against its schema stays short', () => {
    expect(definition.validate({ list: Array(1_998).fill(5) })).toEqual([]);
    expect(definition.validate({ list: Array(1_999).fill(5) })).toMatchObject([
      { pointer: '/data', code: 'too_many_values' },
    ]);
  });
});

describe('a registration is refused', () => {
  it.each([
    ['a malformed name', { type: 'loan decided' }, '/type', 'malformed_event_type'],
    ['a long name', { type: 'a'.repeat(101) }, '/type', 'malformed_event_type'],
    [
      'an example that is not valid',
      { example: { loan_id: 'loan_1' } },
      '/example/amount',
      'required',
    ],
    [
      'a large example',
      { example: { ...EXAMPLE, a: 'a'.repeat(65_536) } },
      '/example',
      'too_large',
    ],
    [
      'a large schema',
      { schema: { ...SCHEMA, title: 'a'.repeat(65_536) } },
      '/schema',
      'too_large',
    ],
    ['a root that is no object', { schema: { type: 'string' } }, '/schema/type', 'wrong_type'],
    ['a root of any type', { schema: {} }, '/schema/type', 'wrong_type'],
  ])('for %s', (_, changes, pointer, code) => {
    expect(errorsOf(changes)).toEqual([{ pointer, code }]);
  });

  it.each([
    ['a keyword it does not know', { minLenght: 1 }, '/minLenght', 'keyword_not_allowed'],
    ['asynchronous checks', { $async: true }, '/$async', 'keyword_not_allowed'],
    ['an id', { $id: 'https://example.com' }, '/$id', 'keyword_not_allowed'],
    ['a dynamic reference', { $dynamicRef: '#' }, '/$dynamicRef', 'keyword_not_allowed'],
    ['a remote reference', { $ref: 'https://example.com/s' }, '/$ref', 'ref_not_allowed'],
    ['a relative reference', { $ref: 'other.json#/a' }, '/$ref', 'ref_not_allowed'],
    ['a reference to nothing', { $ref: '#/$defs/none' }, '/$ref', 'unknown_ref'],
    ['a reference to the root', { $ref: '#' }, '/$ref', 'recursive_ref'],
    ['a keyword with a wrong value', { minLength: -1 }, '/minLength', 'out_of_range'],
    ['an unknown type', { type: 'text' }, '/type', 'not_one_of'],
    ['an unknown format', { format: 'regex' }, '/format', 'unknown_format'],
    ['a pattern that is none', { pattern: '(' }, '/pattern', 'unsafe_pattern'],
    ['a lookahead', { pattern: '(?=a)b' }, '/pattern', 'unsafe_pattern'],
    ['a backreference', { pattern: String.raw`(a)\1` }, '/pattern', 'unsafe_pattern'],
    ['huge counts', { pattern: 'a{1,900}a{1,900}' }, '/pattern', 'unsafe_pattern'],
    ['a long pattern', { pattern: 'a'.repeat(201) }, '/pattern', 'unsafe_pattern'],
    ['unbounded unique items', { uniqueItems: true }, '/uniqueItems', 'too_expensive'],
    ['an id that is no text', { type: 'integer', 'x-id': true }, '/x-id', 'annotation_not_allowed'],
  ])('for %s', (_, field, pointer, code) => {
    const [first] = ofField(field);
    expect(first).toEqual({ pointer: `/schema/properties/field${pointer}`, code });
  });

  it('for an annotation below the top level, and for a second subject', () => {
    const inner = { type: 'string', 'x-id': true };
    expect(ofField({ properties: { inner } })).toMatchObject([{ code: 'annotation_not_allowed' }]);
    const subject = { type: 'string', 'x-subject': true };
    expect(ofSchema({ properties: { a: subject, b: subject } })).toEqual([
      { pointer: '/schema/properties/b/x-subject', code: 'annotation_not_allowed' },
    ]);
  });

  it('for the name that would reach into every object', () => {
    const properties = JSON.parse('{"__proto__": {"type": "string"}}') as object;
    expect(ofSchema({ properties })).toMatchObject([{ code: 'name_not_allowed' }]);
  });

  it('for too much depth, too many subschemas and too many patterns', () => {
    const deep = Array.from({ length: 40 }).reduce<object>((items) => ({ items }), {});
    expect(ofField(deep)).toMatchObject([{ code: 'too_deep' }]);
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}`, {}]));
    expect(ofSchema({ properties: many })).toEqual([
      { pointer: '/schema/properties/f199', code: 'too_large' },
    ]);
    const detailed = Object.fromEntries(
      Array.from({ length: 199 }, (_, i) => [
        `f${i}`,
        { type: 'string', minLength: 1, maxLength: 9, title: 'A', description: 'B' },
      ]),
    );
    expect(ofSchema({ properties: detailed })).toEqual([
      { pointer: '/schema/properties/f159', code: 'too_large' },
    ]);
    const patterns = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`f${i}`, { pattern: `^a{${i}}` }]),
    );
    expect(ofSchema({ properties: patterns })).toContainEqual({
      pointer: '/schema/properties/f20/pattern',
      code: 'too_expensive',
    });
  });

  it('for references that double at every step', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `d${i}`,
        i === 59 ? {} : { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
      ]),
    );
    const refused = ofSchema({ $defs, $ref: '#/$defs/d0' });
    expect(refused).toEqual([{ pointer: '/schema', code: 'too_expensive' }]);
  });

  it('for references that data could follow for ever', () => {
    const tree = { additionalProperties: { $ref: '#/$defs/tree' } };
    expect(ofSchema({ $defs: { tree }, properties: { tree: { $ref: '#/$defs/tree' } } })).toEqual([
      { pointer: '/schema/$defs/tree/additionalProperties/$ref', code: 'recursive_ref' },
    ]);
  });
});

describe('patterns', () => {
  it('cost no more than the text is long', () => {
    const pattern = '^(([a-z])+.)+[A-Z]([a-z])+$';
    const schema = { type: 'object', properties: { field: { type: 'string', pattern } } };
    expect(errorsOf({ schema, example: {} })).toEqual([]);
    const definition = defineRegisteredType(loan({ schema }));
    expect(definition.validate({ field: 'a'.repeat(200_000) })).toHaveLength(1);
  });
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

  it('is refused as a 422 or judges every payload', () => {
    assert(
      property(schema, array(jsonValue({ maxDepth: 3 }), { maxLength: 3 }), (inner, values) => {
        const registered = { type: 'object', properties: { a: inner }, $defs: { a: inner } };
        const refused = errorsOf({ schema: registered, example: {} });
        expect(refused.every(({ pointer }) => /^\/(schema|example)/.test(pointer))).toBe(true);
        if (refused.length > 0) return;
        const definition = defineRegisteredType(loan({ schema: registered }));
        for (const value of values) {
          expect(Array.isArray(definition.validate({ a: value }))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
