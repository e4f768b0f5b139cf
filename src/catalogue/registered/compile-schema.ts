import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { FieldError } from '../../common/index.js';
import type { JsonSchema } from '../field-records.js';
import { escapePointer } from '../payload-shape.js';
import { compilePattern } from './safe-pattern.js';
import { ANNOTATIONS, FORMATS_CHECKED } from './schema-keywords.js';

/** Errors of one value, each with a pointer within it; empty where it is valid. */
export type CheckValue = (value: unknown) => FieldError[];

/** Formats are checked by expressions of others: what is longer has not the format. */
const MAX_FORMATTED_LENGTH = 1_000;
/** Of the value, as JSON: up to here every error is named, beyond it the first. */
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

/** What JSON Schema 2020-12 itself says of a schema; pointers within the schema. */
export function schemaErrors(schema: JsonSchema): FieldError[] {
  if (metaSchema.validateSchema(schema) === true) return [];
  return (metaSchema.errors ?? [])
    .filter(({ keyword }) => keyword !== '$ref' && keyword !== '$dynamicRef')
    .slice(0, MAX_ERRORS)
    .map((error) => toFieldError(error));
}

/**
 * A check of values against a schema that `checkRegistration` passed; it throws where the schema makes
 * no sense all the same. The schema is compiled with the first value, once for values of which every
 * error is named and once for larger ones: no value waits for two compilations.
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

/** An instance for each schema: what it compiled goes with it. */
function newAjv(allErrors: boolean, meta = false): Ajv2020 {
  return new Ajv2020({
    allErrors,
    meta,
    validateSchema: meta,
    validateFormats: !meta,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    // Data comes from outside: what it inherits is none of it.
    ownProperties: true,
    inlineRefs: false,
    addUsedSchema: false,
    logger: false,
    // Its time grows with the square of the properties.
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

/** At most one for each place: the others of it are of the alternatives that failed there. */
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
    pointer: typeof name === 'string' ? `${instancePath}/${escapePointer(name)}` : instancePath,
    code: CODES[keyword] ?? 'breaks_schema',
    message: message ?? 'breaks the schema',
  };
}
