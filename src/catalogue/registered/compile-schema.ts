import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { childPointer, LoopTurns } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import type { JsonSchema } from '../field-records.js';
import { readSchema } from './read-schema.js';
import { compilePattern } from './safe-pattern.js';
import { ANNOTATIONS, FORMATS_CHECKED } from './schema-keywords.js';
import { piecesOf } from './schema-pieces.js';
import type { SchemaPiece } from './schema-pieces.js';

/** The check of values by a schema. */
export interface SchemaCheck {
  /**
   * Returns the errors of one value, each with a pointer within it; empty where the value is valid. Throws where the
   * schema cannot be compiled.
   */
  errorsOf(value: unknown): FieldError[];
  /**
   * Compiles a large schema in turns of the event loop. All who wait for it go on one by one, each in a turn of its own,
   * since each has a value to check. Undefined where nothing is left to compile.
   */
  prepare(): Promise<void> | undefined;
}

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
 * Returns the check of values by a schema that `checkRegistration` accepted. It is compiled twice: for values of which
 * all errors are reported, and for longer ones. What `prepare` has not compiled is compiled at the first value of its
 * kind.
 */
export function compileSchema(schema: JsonSchema): SchemaCheck {
  const compiled = new Map<boolean, ValidateFunction>();
  let preparing: Promise<void> | undefined;
  let isPrepared = false;
  return {
    errorsOf(value) {
      const isThorough = JSON.stringify(value).length <= MAX_THOROUGH_LENGTH;
      const isValid = compiled.get(isThorough) ?? newAjv(isThorough).compile(schema);
      compiled.set(isThorough, isValid);
      return isValid(value) ? [] : fieldErrors(isValid.errors);
    },
    prepare() {
      if (isPrepared) return undefined;
      preparing ??= compileInTurns(schema, compiled).finally(() => (isPrepared = true));
      return preparing.then(() => new LoopTurns().next());
    },
  };
}

/** Leaves a small schema to its first value. */
async function compileInTurns(
  schema: JsonSchema,
  compiled: Map<boolean, ValidateFunction>,
): Promise<void> {
  const pieces = piecesOf(readSchema(schema).nodes);
  if (!pieces) return;
  for (const isThorough of [true, false]) {
    const isValid = await inPieces(pieces, newAjv(isThorough));
    if (!compiled.has(isThorough)) compiled.set(isThorough, isValid);
  }
}

/** Returns the check of the last piece. It has a turn of its own, since its `$ref`s may be many. */
async function inPieces(pieces: readonly SchemaPiece[], ajv: Ajv2020): Promise<ValidateFunction> {
  const turns = new LoopTurns();
  let isValid: ValidateFunction | undefined;
  for (const [index, { name, schema }] of pieces.entries()) {
    if (turns.isUsedUp || index === pieces.length - 1) await turns.next();
    isValid = ajv.addSchema(schema, name).getSchema(name);
  }
  if (!isValid) throw new Error('A schema without a root was registered.');
  return isValid;
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
