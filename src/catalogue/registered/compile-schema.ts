import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { childPointer } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import type { JsonSchema } from '../field-records.js';
import { compilePattern } from './safe-pattern.js';
import { ANNOTATIONS, FORMATS_CHECKED } from './schema-keywords.js';

/** Returns the errors of one value, each with a pointer within it; empty where the value is valid. */
export type CheckValue = (value: unknown) => FieldError[];

/**
 * Longer texts never have a format, because the regular expressions that check formats come from a
 * library.
 */
const MAX_FORMATTED_LENGTH = 1_000;
/**
 * The length of a value as JSON up to which all its errors are reported; of longer values only the
 * first.
 */
const MAX_THOROUGH_LENGTH = 16 * 1024;
const MAX_ERRORS = 50;

const CODES: Readonly<Record<string, string>> = {
  type: 'wrong_type',
  enum: 'not_one_of',
  const: 'not_one_of',
  required: 'required',
  dependentRequired: 'required',
  additionalProperties: 'unknown_field',
  unevaluatedProperties: 'unknown_field',
  minLength: 'wrong_length',
  maxLength: 'wrong_length',
  pattern: 'malformed',
  format: 'malformed',
  minimum: 'out_of_range',
  maximum: 'out_of_range',
  exclusiveMinimum: 'out_of_range',
  exclusiveMaximum: 'out_of_range',
  multipleOf: 'out_of_range',
  maxItems: 'too_many_items',
  minItems: 'too_few_items',
};

/**
 * Returns the errors of a schema by the rules of JSON Schema 2020-12, with pointers within the
 * schema.
 */
export function schemaErrors(schema: JsonSchema): FieldError[] {
  if (metaSchema.validateSchema(schema) === true) return [];
  return (metaSchema.errors ?? [])
    .filter(({ keyword }) => keyword !== '$ref' && keyword !== '$dynamicRef')
    .slice(0, MAX_ERRORS)
    .map((error) => toFieldError(error));
}

/**
 * Returns a check of values by a schema that `checkRegistration` accepted; the check throws where the
 * schema cannot be compiled all the same. The schema is compiled at the first value of each kind: once
 * for values of which all errors are reported, and once for longer ones. So no value waits for two
 * compilations.
 */
export function compileSchema(schema: JsonSchema): CheckValue {
  const compiled = new Map<boolean, ReturnType<Ajv2020['compile']>>();
  return (value) => {
    const isThorough = JSON.stringify(value).length <= MAX_THOROUGH_LENGTH;
    const isValid = compiled.get(isThorough) ?? newAjv(isThorough).compile(schema);
    compiled.set(isThorough, isValid);
    return isValid(value) ? [] : fieldErrors(isValid.errors);
  };
}

const metaSchema = newAjv(true, true);

/** Returns a new instance for each schema, so that its compiled code is freed together with it. */
function newAjv(allErrors: boolean, meta = false): Ajv2020 {
  return new Ajv2020({
    allErrors,
    meta,
    validateSchema: meta,
    validateFormats: !meta,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    // Data comes from outside, so inherited properties must not count.
    ownProperties: true,
    inlineRefs: false,
    addUsedSchema: false,
    logger: false,
    // The optimization takes time that grows with the square of the number of properties.
    code: { regExp: linearRegExp, optimize: false },
    keywords: [...ANNOTATIONS],
    formats: Object.fromEntries(FORMATS_CHECKED.map((name) => [name, boundedFormat(name)])),
  });
}

function linearRegExp(pattern: string): { test: (text: string) => boolean } {
  return compilePattern(pattern);
}
linearRegExp.code = 'linearRegExp';

function boundedFormat(name: (typeof FORMATS_CHECKED)[number]): (text: string) => boolean {
  const format = fullFormats[name];
  const check = typeof format === 'object' && 'validate' in format ? format.validate : format;
  return (text) => {
    if (text.length > MAX_FORMATTED_LENGTH) return false;
    if (check instanceof RegExp) return check.test(text);
    return typeof check === 'function' && (check as (text: string) => boolean)(text);
  };
}

/**
 * Returns at most one error for each place, because the others come from alternatives that failed
 * there.
 */
function fieldErrors(errors: readonly ErrorObject[] | null | undefined): FieldError[] {
  const byPointer = new Map<string, FieldError>();
  for (const error of errors ?? []) {
    const fieldError = toFieldError(error);
    if (!byPointer.has(fieldError.pointer)) byPointer.set(fieldError.pointer, fieldError);
    if (byPointer.size === MAX_ERRORS) break;
  }
  return [...byPointer.values()];
}

function toFieldError({ instancePath, keyword, params, message }: ErrorObject): FieldError {
  const name: unknown =
    params['missingProperty'] ??
    params['additionalProperty'] ??
    params['unevaluatedProperty'] ??
    params['propertyName'];
  return {
    pointer: typeof name === 'string' ? childPointer(instancePath, name) : instancePath,
    code: CODES[keyword] ?? 'breaks_schema',
    message: message ?? 'breaks the schema',
  };
}
