import { describe, expect, it } from 'vitest';
import { registrationErrors } from '../../../test/support/registration-errors.js';
import { defineRegisteredType } from './registered-type.js';
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

const errorsOf = (changes: Partial<Registration>): ReturnType<typeof registrationErrors> =>
  registrationErrors(loan(changes));

/** Returns the errors of a schema whose root has the keywords of `more` beside its type. */
const ofSchema = (more: object): ReturnType<typeof errorsOf> =>
  errorsOf({ schema: { type: 'object', ...more }, example: {} });

const ofField = (field: unknown): ReturnType<typeof errorsOf> =>
  ofSchema({ properties: { field } });

describe('a registered type', () => {
  const definition = defineRegisteredType(loan());

  it('passes with its schema and its example', async () => {
    expect(await errorsOf({})).toEqual([]);
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
  ])('for %s', async (_, changes, pointer, code) => {
    expect(await errorsOf(changes)).toEqual([{ pointer, code }]);
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
  ])('for %s', async (_, field, pointer, code) => {
    const [first] = await ofField(field);
    expect(first).toEqual({ pointer: `/schema/properties/field${pointer}`, code });
  });

  it('for an annotation below the top level, and for a second subject', async () => {
    const inner = { type: 'string', 'x-id': true };
    expect(await ofField({ properties: { inner } })).toMatchObject([
      { code: 'annotation_not_allowed' },
    ]);
    const subject = { type: 'string', 'x-subject': true };
    expect(await ofSchema({ properties: { a: subject, b: subject } })).toEqual([
      { pointer: '/schema/properties/b/x-subject', code: 'annotation_not_allowed' },
    ]);
  });

  it('for the name that would reach into every object', async () => {
    const properties = JSON.parse('{"__proto__": {"type": "string"}}') as object;
    expect(await ofSchema({ properties })).toMatchObject([{ code: 'name_not_allowed' }]);
  });

  it('for too much depth, too many subschemas and too many patterns', async () => {
    const deep = Array.from({ length: 40 }).reduce<object>((items) => ({ items }), {});
    expect(await ofField(deep)).toMatchObject([{ code: 'too_deep' }]);
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}`, {}]));
    expect(await ofSchema({ properties: many })).toEqual([
      { pointer: '/schema/properties/f199', code: 'too_large' },
    ]);
    const detailed = Object.fromEntries(
      Array.from({ length: 199 }, (_, i) => [
        `f${i}`,
        { type: 'string', minLength: 1, maxLength: 9, title: 'A', description: 'B' },
      ]),
    );
    expect(await ofSchema({ properties: detailed })).toEqual([
      { pointer: '/schema/properties/f159', code: 'too_large' },
    ]);
    const patterns = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`f${i}`, { pattern: `^a{${i}}` }]),
    );
    expect(await ofSchema({ properties: patterns })).toContainEqual({
      pointer: '/schema/properties/f20/pattern',
      code: 'too_expensive',
    });
  });

  it('for references that double at every step', async () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `d${i}`,
        i === 59 ? {} : { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
      ]),
    );
    const refused = await ofSchema({ $defs, $ref: '#/$defs/d0' });
    expect(refused).toEqual([{ pointer: '/schema', code: 'too_expensive' }]);
  });

  it('for references that data could follow for ever', async () => {
    const tree = { additionalProperties: { $ref: '#/$defs/tree' } };
    expect(
      await ofSchema({ $defs: { tree }, properties: { tree: { $ref: '#/$defs/tree' } } }),
    ).toEqual([{ pointer: '/schema/$defs/tree/additionalProperties/$ref', code: 'recursive_ref' }]);
  });
});

describe('patterns', () => {
  it('cost no more than the text is long', async () => {
    const pattern = '^(([a-z])+.)+[A-Z]([a-z])+$';
    const schema = { type: 'object', properties: { field: { type: 'string', pattern } } };
    expect(await errorsOf({ schema, example: {} })).toEqual([]);
    const definition = defineRegisteredType(loan({ schema }));
    expect(definition.validate({ field: 'a'.repeat(200_000) })).toHaveLength(1);
  });
});
