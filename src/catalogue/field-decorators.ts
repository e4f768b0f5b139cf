import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { recordField } from './field-records.js';
import type { JsonSchema, PayloadClass } from './field-records.js';
import { ISO_TIME, UTC_TIME, UUID } from './patterns.js';
import { IdOrNumber, IfNotNull, IfPresent, IsKind, TextLength } from './payload-rules.js';

const ID_LENGTH = { min: 1, max: 200 };
const TEXT_LENGTH = { min: 0, max: 10_000 };
const MAX_ITEMS = 1000;

interface FieldOptions {
  /** True where the field may be absent. A value of null is refused without `nullable`. */
  optional?: boolean;
  nullable?: boolean;
  description?: string;
}

type OrNull<V, O> = O extends { nullable: true } ? V | null : V;

/** Compiles only on a property whose TypeScript type is within the values that the rules accept. */
type FieldOf<V, O> = O extends { optional: true }
  ? <K extends string>(prototype: Partial<Record<K, OrNull<V, O>>>, name: K) => void
  : <K extends string>(prototype: Record<K, OrNull<V, O>>, name: K) => void;

interface Rules {
  schema: JsonSchema;
  /** The validators in order; only the first one that fails is reported. */
  validators: PropertyDecorator[];
  id?: boolean;
  numeric?: boolean;
  nested?: () => PayloadClass;
}

/** An id by which events are searched and redacted: 1 to 200 characters. */
export function Id<const O extends FieldOptions = object>(options?: O): FieldOf<string, O> {
  const { min, max } = ID_LENGTH;
  return field<string, O>(options, {
    schema: { type: 'string', minLength: min, maxLength: max },
    validators: [IsString(), TextLength(min, max)],
    id: true,
  });
}

/** An id as for `Id`, which may also be a whole number. */
export function NumericId<const O extends FieldOptions = object>(
  options?: O,
): FieldOf<string | number, O> {
  const { min, max } = ID_LENGTH;
  return field<string | number, O>(options, {
    schema: { type: ['string', 'integer'], minLength: min, maxLength: max },
    validators: [IdOrNumber(min, max)],
    id: true,
    numeric: true,
  });
}

/** An id that is a UUID. */
export function Uuid<const O extends FieldOptions = object>(options?: O): FieldOf<string, O> {
  return field<string, O>(options, {
    schema: { type: 'string', pattern: UUID.source },
    validators: [IsString(), Matches(UUID, { message: '$property must be a UUID' })],
    id: true,
  });
}

/** A date and a time of day by ISO 8601; a zone, seconds and their fraction may be absent. */
export function IsoTime<const O extends FieldOptions = object>(options?: O): FieldOf<string, O> {
  const message =
    '$property must be a date and time by ISO 8601, as 2025-09-03T06:38:08 or ' +
    '2025-09-03T06:38:08.250+02:00, of a day that exists';
  return field<string, O>(options, {
    schema: { type: 'string', pattern: ISO_TIME.source },
    validators: [IsString(), Matches(ISO_TIME, { message })],
  });
}

/** A moment as `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export function UtcTime<const O extends FieldOptions = object>(options?: O): FieldOf<string, O> {
  const message = '$property must be a time as YYYY-MM-DDTHH:mm:ss.sssZ';
  return field<string, O>(options, {
    schema: { type: 'string', pattern: UTC_TIME.source },
    validators: [IsString(), Matches(UTC_TIME, { message })],
  });
}

/** Free text of at most 10,000 characters. */
export function Text<const O extends FieldOptions = object>(options?: O): FieldOf<string, O> {
  const { min, max } = TEXT_LENGTH;
  return field<string, O>(options, {
    schema: { type: 'string', maxLength: max },
    validators: [IsString(), TextLength(min, max)],
  });
}

/** One of a closed set of words. */
export function OneOf<const W extends readonly string[], const O extends FieldOptions = object>(
  words: W,
  options?: O,
): FieldOf<W[number], O> {
  return field<W[number], O>(options, {
    schema: { type: 'string', enum: words },
    validators: [IsIn([...words])],
  });
}

export function Flag<const O extends FieldOptions = object>(options?: O): FieldOf<boolean, O> {
  return field<boolean, O>(options, { schema: { type: 'boolean' }, validators: [IsBoolean()] });
}

/** A whole number, below zero too. */
export function Integer<const O extends FieldOptions = object>(options?: O): FieldOf<number, O> {
  return field<number, O>(options, { schema: { type: 'integer' }, validators: [IsInt()] });
}

/** A count: 0, 1, 2, … */
export function Whole<const O extends FieldOptions = object>(options?: O): FieldOf<number, O> {
  return field<number, O>(options, {
    schema: { type: 'integer', minimum: 0 },
    validators: [IsInt(), Min(0)],
  });
}

export function Decimal<const O extends FieldOptions = object>(options?: O): FieldOf<number, O> {
  return field<number, O>(options, { schema: { type: 'number' }, validators: [IsNumber()] });
}

interface KindValues {
  string: string;
  number: number;
  object: object;
  array: readonly unknown[];
}

/** A value of one of these kinds of JSON, whose further shape is the provider's own. */
export function Kind<const K extends keyof KindValues, const O extends FieldOptions = object>(
  kinds: readonly K[],
  options?: O,
): FieldOf<KindValues[K], O> {
  return field<KindValues[K], O>(options, {
    schema: { type: kinds.length === 1 ? kinds[0] : kinds },
    validators: [IsKind(kinds)],
  });
}

/** A list of at most 1,000 texts. */
export function TextList<const O extends FieldOptions = object>(
  options?: O,
): FieldOf<readonly string[], O> {
  const { min, max } = TEXT_LENGTH;
  return field<readonly string[], O>(options, {
    schema: { type: 'array', maxItems: MAX_ITEMS, items: { type: 'string', maxLength: max } },
    validators: [
      IsArray(),
      ArrayMaxSize(MAX_ITEMS),
      IsString({ each: true }),
      TextLength(min, max, { each: true }),
    ],
  });
}

/** An object with its own rules. The class is passed as a function so that it may be declared below. */
export function Nested<T extends object, const O extends FieldOptions = object>(
  payloadClass: () => PayloadClass<T>,
  options?: O,
): FieldOf<T, O> {
  return field<T, O>(options, {
    schema: { type: 'object' },
    validators: [IsObject(), ValidateNested()],
    nested: payloadClass,
  });
}

function field<V, O extends FieldOptions>(options: O | undefined, rules: Rules): FieldOf<V, O> {
  const { optional = false, nullable = false, description }: FieldOptions = options ?? {};
  const decorate = (prototype: object, name: string): void => {
    if (optional) IfPresent()(prototype, name);
    if (nullable) IfNotNull()(prototype, name);
    for (const validator of rules.validators) validator(prototype, name);
    recordField(prototype, {
      name,
      optional,
      id: rules.id ?? false,
      numeric: rules.numeric ?? false,
      schema: {
        ...(description !== undefined && { description }),
        ...(nullable ? orNull(rules.schema) : rules.schema),
      },
      ...(rules.nested && { nested: rules.nested }),
    });
  };
  return decorate as FieldOf<V, O>;
}

function orNull(schema: JsonSchema): JsonSchema {
  const words = schema['enum'];
  return {
    ...schema,
    type: [schema['type'], 'null'].flat(),
    ...(Array.isArray(words) && { enum: [...(words as string[]), null] }),
  };
}
