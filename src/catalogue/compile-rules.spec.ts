import {
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Id, Nested, OneOf, TextList, Whole } from './field-decorators.js';
import { availablePacks } from './packs.js';
import { compileRules, instanceOf } from './payload-rules.js';
import type { PayloadShape } from './payload-rules.js';
import { readShape } from './payload-shape.js';

const shapes = availablePacks.flatMap(({ events }) => events.map(readShape));

/** Values of which each field takes some and refuses some. */
const value = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', 'text', 'approved', 0, -1, 1.5, true, [], {}),
  fc.constantFrom<unknown>('2025-09-03T06:38:08.000Z', '2025-02-29T06:38:08', ['a', 1], [null]),
  fc.constantFrom<unknown>('é'.repeat(201), '🎫'.repeat(200), 'x'.repeat(10_001)),
  fc.constant(Array<string>(1_001).fill('x')),
  fc.uuid(),
  fc.jsonValue(),
);

const FITTING: Record<string, unknown[]> = {
  string: ['text', '2025-09-03T06:38:08.000Z', '0197a3c2-7f5e-7cc3-98c4-dc0c0c07398f'],
  integer: [0, 7],
  number: [0.5],
  boolean: [true],
  array: [['a']],
  object: [{}],
};

/** Data with the fields of a shape, for which a rule or its schema proposes words and values. */
function dataOf({ fields, schema }: PayloadShape): fc.Arbitrary<Record<string, unknown>> {
  const properties = schema['properties'] as Record<string, { enum?: unknown[]; type?: unknown }>;
  const entries = fields.map(({ name, nested }) => {
    const words = properties[name]?.enum ??
      FITTING[[properties[name]?.['type']].flat().map(String)[0] ?? ''] ?? ['text'];
    const fitting = nested ? dataOf(nested) : fc.constantFrom(...words);
    return [name, fc.oneof({ weight: 19, arbitrary: fitting }, value)] as const;
  });
  return fc.record(Object.fromEntries(entries));
}

const isValid = (instance: object): boolean =>
  validateSync(instance, { stopAtFirstError: true }).length === 0;

class Inner {
  @Id() inner_id!: string;
  @OneOf(['a', 'b'], { nullable: true }) word!: 'a' | 'b' | null;
}

/** Every kind of rule of this project, few of each, so that random data is often valid. */
class Outer {
  @Nested(() => Inner, { optional: true }) inner?: Inner;
  @TextList({ optional: true, nullable: true }) list?: string[] | null;
  @Whole({ nullable: true }) count!: number | null;
}

describe('compiled rules', () => {
  it('give the verdict of class-validator for every type of the packs', () => {
    const sample = fc
      .constantFrom(...shapes, ...Array<PayloadShape>(20).fill(readShape(Outer)))
      .chain((shape) => fc.record({ shape: fc.constant(shape), data: dataOf(shape) }));
    const seen = { valid: 0, broken: 0 };
    fc.assert(
      fc.property(sample, ({ shape, data }) => {
        const instance = instanceOf(shape, data);
        const verdict = isValid(instance);
        expect(shape.isValid(instance)).toBe(verdict);
        seen[verdict ? 'valid' : 'broken'] += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(seen.valid, seen.broken)).toBeGreaterThan(150);
  });

  it('never accept what class-validator refuses by other rules, inherited ones too', () => {
    class Parent {
      @IsString() @Matches(/^t/) text!: string;
    }
    class Foreign extends Parent {
      @IsOptional() @IsEmail() mail?: string;
      @ValidateIf((one: Foreign) => one.text === 'text') @IsInt({ each: true }) numbers!: number[];
    }
    const check = compileRules(Foreign, new Map());
    const values = fc.constantFrom<unknown>('text', 'two', 'a@b.example', null, 1, [1], ['a']);
    let accepted = 0;
    fc.assert(
      fc.property(fc.record({ text: values, mail: values, numbers: values }), (fields) => {
        const instance = Object.assign(new Foreign(), fields);
        if (check(instance)) accepted += 1;
        expect(!check(instance) || isValid(instance)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(accepted).toBeGreaterThan(10);
  });

  it('leave to class-validator what they do not compile', () => {
    class Later {
      @ValidateBy({ name: 'later', validator: { validate: async () => true } }) a!: string;
    }
    class Sometimes {
      @Min(0, { validateIf: () => true }) a!: number;
    }
    class Unknown {
      @ValidateNested() a!: object;
    }
    for (const payloadClass of [Later, Sometimes, Unknown]) {
      const instance = Object.assign(new payloadClass(), { a: payloadClass === Unknown ? {} : 1 });
      expect(compileRules(payloadClass, new Map())(instance), payloadClass.name).toBe(false);
    }
  });
});
