import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.js';
import type { EventTypeDefinition, JsonSchema } from './index.js';
import { availablePacks } from './packs.js';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const types = createCatalogue(availablePacks)
  .list()
  .map((definition) => ({ definition, bySchema: ajv.compile(definition.schema) }));

const propertiesOf = ({ schema }: EventTypeDefinition): Record<string, JsonSchema> =>
  schema['properties'] as Record<string, JsonSchema>;

/** Values that are invalid for most fields: of the wrong kind, near the bounds, or hostile. */
const near = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'hit', 'approved', 'pep', 0, -1, 1.5, 1e300, true, [], {}),
  fc.constantFrom<unknown>([{ constructor: null }], ['a', 1], { constructor: null }, [[]]),
  fc.constantFrom(
    '2024-02-29T00:00:00',
    '2025-02-29T00:00:00',
    '2025-09-03T06:38:08Z\n',
    '2025-09-03T06:38:08.000Z',
    '2025-02-29T06:38:08.000Z',
  ),
  fc.uuid(),
  fc.nat(205).map((n) => 'a\ufe0f'.repeat(n)),
  fc.nat(205).map((n) => '🎫'.repeat(n)),
  fc.nat(10_010).map((n) => 'é'.repeat(n)),
  fc.jsonValue(),
);

const changed = fc.constantFrom(...types).chain((type) => {
  const nested = ['first_name', 'face_match_passed', 'extracted_data'];
  const name = fc.constantFrom(
    ...Object.keys(propertiesOf(type.definition)),
    ...('result' in propertiesOf(type.definition) ? nested : []),
    '__proto__',
    'constructor',
    'x',
  );
  const parents = fc.constantFrom<string[]>([], ['result'], ['result', 'extracted_data']);
  const change = fc.record({ parents, name, value: fc.option(near, { nil: undefined }) });
  return fc.record({ type: fc.constant(type), changes: fc.array(change, { maxLength: 4 }) });
});

/** Sets a field without going through `__proto__`'s setter; an undefined value removes it. */
function apply(data: unknown, parents: string[], name: string, value: unknown): void {
  const target = parents.reduce((at, step) => (at as Record<string, unknown>)?.[step], data);
  if (typeof target !== 'object' || target === null) return;
  Reflect.deleteProperty(target, name);
  if (value === undefined) return;
  const own = { value: structuredClone(value), enumerable: true, configurable: true };
  Object.defineProperty(target, name, { ...own, writable: true });
}

describe('class and schema', () => {
  it('give the same verdict on anything near a valid payload', () => {
    const seen = { valid: 0, broken: 0 };
    fc.assert(
      fc.property(changed, ({ type: { definition, bySchema }, changes }) => {
        const data: unknown = structuredClone(definition.example);
        for (const { parents, name, value } of changes) apply(data, parents, name, value);
        const before = JSON.stringify(data);
        const valid = definition.validate(data).length === 0;
        expect(valid).toBe(bySchema(data));
        expect(JSON.stringify(data)).toBe(before);
        definition.idsOf(data);
        seen[valid ? 'valid' : 'broken'] += 1;
      }),
      { numRuns: 4000 },
    );
    expect(Math.min(seen.valid, seen.broken)).toBeGreaterThan(400);
  });

  it('give the same verdict on any JSON at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue(), ({ definition, bySchema }, data) => {
        expect(definition.validate(data).length === 0).toBe(bySchema(data));
      }),
    );
  });
});

/** Values of each kind of JSON, from which a test chooses the kinds that a field does not accept. */
const OF_KIND: Record<string, fc.Arbitrary<unknown>> = {
  string: fc.string(),
  integer: fc.constant(1),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
  boolean: fc.boolean(),
  array: fc.array(fc.jsonValue()),
  object: fc.dictionary(fc.string(), fc.jsonValue()),
};

const WRONG: Record<string, fc.Arbitrary<unknown>> = {
  string: fc.oneof(fc.double({ noNaN: true }), fc.boolean(), fc.array(fc.string()), fc.object()),
  integer: fc.oneof(fc.string(), fc.boolean(), fc.constantFrom(0.5, -2.25), fc.object()),
  number: fc.oneof(fc.string(), fc.boolean(), fc.array(fc.nat()), fc.object()),
  boolean: fc.oneof(fc.string(), fc.nat(), fc.array(fc.boolean()), fc.object()),
  array: fc.oneof(fc.string(), fc.nat(), fc.object(), fc.array(fc.nat(), { minLength: 1 })),
  object: fc.oneof(fc.string(), fc.nat(), fc.boolean(), fc.array(fc.object())),
};

/** Generates a value that the field does not accept: of another kind, or a word outside its set. */
function wrongFor(schema: JsonSchema): fc.Arbitrary<unknown> {
  const kinds = [schema['type']].flat().map(String);
  if (kinds.includes('integer') && kinds.includes('string')) {
    return fc.oneof(fc.boolean(), fc.constantFrom(0.5, ''), fc.array(fc.nat()), fc.object());
  }
  const several = kinds.filter((kind) => kind !== 'null');
  if (several.length > 1) {
    const others = Object.entries(OF_KIND).filter(
      ([kind]) => !kinds.includes(kind) && !(kind === 'integer' && kinds.includes('number')),
    );
    return fc.oneof(...others.map(([, values]) => values));
  }
  const wrongKind = WRONG[kinds[0] ?? ''] ?? fc.constant(undefined);
  const words = schema['enum'] as readonly unknown[] | undefined;
  const narrow = words !== undefined || 'pattern' in schema;
  const wrongWord = fc.string().filter((text) => !words?.includes(text) && text.length < 16);
  return narrow ? fc.oneof(wrongKind, wrongWord) : wrongKind;
}

/**
 * Generates a valid example in which at least one field is missing or wrong, or a value that is not
 * an object.
 */
function malformed(definition: EventTypeDefinition): fc.Arbitrary<unknown> {
  const { example } = definition;
  const required = definition.schema['required'] as string[];
  const missing = fc
    .subarray(required, { minLength: 1 })
    .map((names) =>
      Object.fromEntries(Object.entries(example).filter(([n]) => !names.includes(n))),
    );
  const wrong = fc
    .constantFrom(...Object.entries(propertiesOf(definition)))
    .chain(([name, schema]) => wrongFor(schema).map((value) => ({ ...example, [name]: value })));
  const noObject = fc.oneof(fc.constant(null), fc.string(), fc.nat(), fc.array(fc.anything()));
  return fc.oneof(missing, wrong, noObject);
}

const FAMILIES = [
  'session.',
  'check.',
  'check.monitoring.',
  'identity.',
  'case.',
  'document.',
  'kyc.session.',
  'kyc.watchlist.',
  'verification.',
  'complianceRecord',
  'identResult',
  'address.',
  'employment.',
  'property.',
  'guarantor.',
  'workflow.',
  'endpoint.',
];

describe('the families', () => {
  it('cover every type', () => {
    for (const { definition } of types) {
      expect(FAMILIES.some((family) => definition.type.startsWith(family))).toBe(true);
    }
  });
});

describe.each(FAMILIES)('malformed payloads of %s', (family) => {
  const members = types.filter(({ definition }) => definition.type.startsWith(family));

  it('are refused by class and schema, and crash neither', () => {
    const sample = fc
      .constantFrom(...members)
      .chain((type) => fc.record({ type: fc.constant(type), data: malformed(type.definition) }));
    fc.assert(
      fc.property(sample, ({ type: { definition, bySchema }, data }) => {
        const [error] = definition.validate(data);
        expect(error?.pointer).toMatch(/^\/data(\/|$)/);
        expect(bySchema(data)).toBe(false);
        expect(definition.idsOf(data)).toBeInstanceOf(Array);
        expect(definition.derive(data)).toBeInstanceOf(Array);
      }),
      { numRuns: 60 },
    );
  });
});
