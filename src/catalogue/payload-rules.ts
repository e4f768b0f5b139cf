import {
  buildMessage,
  getMetadataStorage,
  ValidateBy,
  ValidateIf,
  validateSync,
  ValidationTypes,
} from 'class-validator';
import type { ValidationError, ValidationOptions } from 'class-validator';
import { childPointer } from '../common/index.js';
import type { FieldError } from '../common/index.js';
import type { JsonSchema, PayloadClass } from './field-records.js';

/** The facts of a payload class, read once at start so that events need no look-up of decorators. */
export interface PayloadShape {
  readonly payloadClass: PayloadClass;
  readonly schema: JsonSchema;
  readonly fields: readonly ShapeField[];
  /** Whether an instance of the class certainly breaks no rule. */
  readonly isValid: QuickCheck;
}

/** One field of a payload class. */
export interface ShapeField {
  readonly name: string;
  readonly optional: boolean;
  readonly id: boolean;
  readonly numeric: boolean;
  readonly personal: boolean;
  readonly nested: PayloadShape | undefined;
}

const CODES: Readonly<Record<string, string>> = {
  isIn: 'not_one_of',
  textLength: 'wrong_length',
  arrayMaxSize: 'too_many_items',
  min: 'out_of_range',
  matches: 'malformed',
};

/**
 * Returns one error for each field of `data` that breaks a rule of its class; empty where `data` is
 * valid.
 */
export function validatePayload(shape: PayloadShape, data: unknown): FieldError[] {
  if (!isJsonObject(data)) {
    return [{ pointer: '/data', code: 'wrong_type', message: 'data must be an object' }];
  }
  const instance = instanceOf(shape, data);
  if (shape.isValid(instance)) return [];
  const options = { stopAtFirstError: true, validationError: { target: false, value: true } };
  return fieldErrors(validateSync(instance, options), '/data');
}

/**
 * Copies only the declared own fields to an instance of the class. class-validator needs an instance
 * and trusts its `constructor`, so that it must not see unknown fields from outside.
 */
export function instanceOf(shape: PayloadShape, data: Record<string, unknown>): object {
  const instance = new shape.payloadClass() as Record<string, unknown>;
  for (const { name, nested } of shape.fields) {
    if (!Object.hasOwn(data, name)) continue;
    const value = data[name];
    instance[name] = nested && isJsonObject(value) ? instanceOf(nested, value) : value;
  }
  return instance;
}

function fieldErrors(violations: readonly ValidationError[], parent: string): FieldError[] {
  return violations.flatMap(({ property, value, constraints = {}, children = [] }) => {
    const pointer = childPointer(parent, property);
    if (value === undefined) {
      return [{ pointer, code: 'required', message: `${property} is required` }];
    }
    return [
      ...Object.entries(constraints).map(([rule, message]) => ({
        pointer,
        code: CODES[rule] ?? 'wrong_type',
        message,
      })),
      ...fieldErrors(children, pointer),
    ];
  });
}

/**
 * Returns true for an instance that breaks no rule. False also stands for rules that are not compiled:
 * class-validator then decides.
 */
type QuickCheck = (instance: object) => boolean;

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[0];

/**
 * Compiles the class-validator rules of a class to one function. class-validator looks through the rules of
 * every class at each call; a function costs a tenth of that. `nested` has the functions of the fields whose
 * values are objects with rules.
 */
export function compileRules(
  payloadClass: PayloadClass,
  nested: ReadonlyMap<string, QuickCheck>,
): QuickCheck {
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(payloadClass, '', false, false);
  const fields = Object.entries(storage.groupByPropertyName(rules));
  const checks = fields.map(([name, own]) => compileField(name, own, nested.get(name)));
  return (instance) => checks.every((check) => check(instance));
}

function compileField(
  name: string,
  rules: readonly Rule[],
  nested: QuickCheck | undefined,
): QuickCheck {
  const isCondition = ({ type }: Rule): boolean => type === ValidationTypes.CONDITIONAL_VALIDATION;
  const conditions = rules
    .filter(isCondition)
    .map(({ constraints }) => constraints[0] as (instance: object, value: unknown) => unknown);
  const checks = rules
    .filter((rule) => !isCondition(rule))
    .flatMap((rule) => compileRule(rule, nested));
  return (instance) => {
    const value = (instance as Record<string, unknown>)[name];
    return (
      !conditions.every((condition) => condition(instance, value)) ||
      checks.every((check) => check(value, instance))
    );
  };
}

type ValueCheck = (value: unknown, object: object) => boolean;

function compileRule(rule: Rule, nested: QuickCheck | undefined): ValueCheck[] {
  const { type, each, constraints, propertyName: property } = rule;
  if (type === ValidationTypes.NESTED_VALIDATION && nested) {
    return [(value) => typeof value === 'object' && value !== null && nested(value)];
  }
  if (type !== ValidationTypes.CUSTOM_VALIDATION || rule.validateIf) return [() => false];
  return getMetadataStorage()
    .getTargetValidatorConstraints(rule.constraintCls)
    .map(({ instance: validator }) => (value, object) => {
      const args = { targetName: object.constructor.name, property, object, value, constraints };
      // A promise is not true either.
      const accepts = (one: unknown): boolean => validator.validate(one, args) === true;
      return each ? Array.isArray(value) && value.every(accepts) : accepts(value);
    });
}

/** Applies the other rules of a field where it is present. `IsOptional()` would let null pass as well. */
export function IfPresent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** Applies the other rules of a field where it is not null. */
export function IfNotNull(): PropertyDecorator {
  return ValidateIf((_, value) => value !== null);
}

/**
 * Checks the length in code points, as JSON Schema does (RFC 8259 section 7). class-validator's own
 * `Length` does not count variation selectors, so that its result could differ from the schema's.
 */
export function TextLength(
  min: number,
  max: number,
  options?: ValidationOptions,
): PropertyDecorator {
  return ValidateBy(
    {
      name: 'textLength',
      constraints: [min, max],
      validator: {
        validate: (value: unknown) => typeof value === 'string' && fits(value, min, max),
        defaultMessage: buildMessage(
          (each) => `${each}$property must be $constraint1 to $constraint2 characters long`,
          options,
        ),
      },
    },
    options,
  );
}

/** Returns whether a text has `min` to `max` code points. */
function fits(text: string, min: number, max: number): boolean {
  const units = text.length;
  if (units < min || units > 2 * max) return false;
  if (units <= max && units >= 2 * min) return true;
  let points = 0;
  for (const _ of text) points += 1;
  return points >= min && points <= max;
}

/** Accepts a value of one of these kinds of JSON. Neither a list nor null counts as an object. */
export function IsKind(kinds: readonly string[]): PropertyDecorator {
  return ValidateBy({
    name: 'kind',
    constraints: [kinds.join(' or ')],
    validator: {
      validate: (value: unknown) => kinds.includes(kindOf(value)),
      defaultMessage: buildMessage((each) => `${each}$property must be of kind $constraint1`),
    },
  });
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Accepts a text of `min` to `max` characters, or a whole number. */
export function IdOrNumber(min: number, max: number): PropertyDecorator {
  return ValidateBy({
    name: 'idOrNumber',
    constraints: [min, max],
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' ? fits(value, min, max) : Number.isInteger(value),
      defaultMessage: buildMessage(
        (each) =>
          `${each}$property must be $constraint1 to $constraint2 characters long or a whole number`,
      ),
    },
  });
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
