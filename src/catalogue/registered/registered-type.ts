import { childPointer, inOneTurn, invalid } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { isTypeName, textAt } from '../event-type.js';
import type { EventTypeDefinition } from '../event-type.js';
import type { JsonSchema } from '../field-records.js';
import { isJsonObject } from '../payload-rules.js';
import { compileSchema, schemaErrors } from './compile-schema.js';
import { readSchema } from './read-schema.js';
import { checkCost } from './schema-cost.js';

/** An event type as a provider registers it. */
export interface Registration {
  type: string;
  description: string;
  schema: JsonSchema;
  example: Readonly<Record<string, unknown>>;
  /** Absent: as it was, and false for a new type. */
  confidential?: boolean;
}

export const CUSTOM_PACK = 'custom';

const MAX_SCHEMA_BYTES = 64 * 1024;
const MAX_EXAMPLE_BYTES = 64 * 1024;
const MAX_TYPE_LENGTH = 100;

/** Rejects with 422 and the rules that a registration breaks; pointers are into the request. */
export async function checkRegistration({ type, schema, example }: Registration): Promise<void> {
  const errors = await inOneTurn(() => [...checkTypeName(type), ...checkSchema(schema)]);
  if (JSON.stringify(example).length > MAX_EXAMPLE_BYTES) {
    const message = `may be ${MAX_EXAMPLE_BYTES} characters at most as JSON`;
    errors.push({ pointer: '/example', code: 'too_large', message });
  }
  if (errors.length > 0) throw invalid(errors);
  const ofExample = under('/example', await checkExample(schema, example));
  if (ofExample.length > 0) throw invalid(ofExample);
}

/** Returns the definition of a registration that was accepted. Its schema is compiled at first use. */
export function defineRegisteredType(registration: Registration): EventTypeDefinition {
  const { type, description, schema, example, confidential = false } = registration;
  const fields = Object.entries(isJsonObject(schema['properties']) ? schema['properties'] : {});
  const marked = (...annotations: string[]): string[] =>
    fields.flatMap(([name, field]) =>
      isJsonObject(field) && annotations.some((annotation) => field[annotation] === true)
        ? [name]
        : [],
    );
  const ids = marked('x-id', 'x-subject');
  const [subject = ''] = marked('x-subject');
  const check = compileSchema(schema);
  let maxValues: number | undefined;
  return {
    type,
    pack: CUSTOM_PACK,
    description,
    schema,
    example,
    personalFields: marked('x-personal').map(pointerOf),
    idFields: ids.map(pointerOf),
    confidential,
    entityIdFields: subject === '' ? [] : [subject],
    derives: [],
    prepare: () => check.prepare(),
    validate: (data) => {
      maxValues ??= maxValuesOf(schema);
      return under('/data', checkValues(data, maxValues) ?? check.errorsOf(data));
    },
    subjectOf: (data) => textAt(data, subject),
    externalRefOf: (data) => textAt(data, 'external_ref') ?? null,
    idsOf: (data) =>
      ids.flatMap((field) => {
        const value = textAt(data, field);
        return value === undefined ? [] : [{ field, value }];
      }),
    isSandbox: (data) => isJsonObject(data) && data['is_sandbox'] === true,
    derive: () => [],
  };
}

function checkTypeName(type: string): FieldError[] {
  if (type.length <= MAX_TYPE_LENGTH && isTypeName(type)) return [];
  const message = `must be words of letters, digits, _ and -, separated by dots, ${MAX_TYPE_LENGTH} characters at most`;
  return [{ pointer: '/type', code: 'malformed_event_type', message }];
}

function maxValuesOf(schema: JsonSchema): number {
  return checkCost(readSchema(schema).nodes).maxValues;
}

/** Returns an error where data holds more values than its schema can check in a short time. */
function checkValues(data: unknown, maxValues: number): FieldError[] | undefined {
  const open: unknown[] = [data];
  for (let count = 0; open.length > 0; count += 1) {
    if (count === maxValues) {
      const message = `holds more than the ${maxValues} values that the schema of this type allows`;
      return [{ pointer: '', code: 'too_many_values', message }];
    }
    const value = open.pop();
    if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) open.push(inner);
    }
  }
  return undefined;
}

/** Checks a schema in stages. Each stage relies on the results of the one before. */
function checkSchema(schema: JsonSchema): FieldError[] {
  if (JSON.stringify(schema).length > MAX_SCHEMA_BYTES) {
    const message = `may be ${MAX_SCHEMA_BYTES} characters at most as JSON`;
    return [{ pointer: '/schema', code: 'too_large', message }];
  }
  const { nodes, errors } = readSchema(schema);
  if (errors.length > 0) return under('/schema', errors);
  const malformed = schemaErrors(schema);
  if (malformed.length > 0) return under('/schema', malformed);
  return under('/schema', [...checkRoot(schema), ...checkCost(nodes).errors]);
}

function checkRoot({ type, properties }: JsonSchema): FieldError[] {
  const errors: FieldError[] = [];
  if (type !== 'object') {
    errors.push({ pointer: '/type', code: 'wrong_type', message: 'must be "object"' });
  }
  const subjects = Object.entries(isJsonObject(properties) ? properties : {}).filter(
    ([, field]) => isJsonObject(field) && field['x-subject'] === true,
  );
  for (const [name] of subjects.slice(1)) {
    const pointer = `${childPointer('/properties', name)}/x-subject`;
    errors.push({ pointer, code: 'annotation_not_allowed', message: 'is on another field too' });
  }
  return errors;
}

async function checkExample(
  schema: JsonSchema,
  example: Registration['example'],
): Promise<FieldError[]> {
  try {
    const tooMany = checkValues(example, maxValuesOf(schema));
    if (tooMany) return tooMany;
    const check = compileSchema(schema);
    await check.prepare();
    return check.errorsOf(example);
  } catch (error) {
    const message = `cannot be used: ${error instanceof Error ? error.message : 'unknown reason'}`;
    throw invalid([{ pointer: '/schema', code: 'unusable_schema', message }]);
  }
}

function under(root: string, errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) => ({ ...error, pointer: root + error.pointer }));
}

function pointerOf(name: string): string {
  return childPointer('', name);
}
