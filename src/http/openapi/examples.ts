import { SCHEMA_EXAMPLES } from './example-values.js';
import { EXAMPLE_IDS, FIELD_EXAMPLES } from './field-examples.js';
import { nameOf } from './document-types.js';
import type { JsonValue, Schema, Schemas } from './document-types.js';

/**
 * Gives every schema without an example one that consists of those of its fields: the example that the
 * field declares, otherwise its first allowed value, otherwise one by the name of the field. A field
 * without any of these gets "string", which the test of the document refuses.
 */
export function addExamples(schemas: Schemas): void {
  for (const [name, schema] of Object.entries(schemas)) {
    schema.examples ??= [exampleOfSchema(name, schemas)];
  }
}

/** Returns an example of a schema, or of the schema that it refers to. */
export function exampleOf(schema: Schema, schemas: Schemas): JsonValue {
  return exampleOfField('', schema, schemas);
}

function exampleOfSchema(name: string, schemas: Schemas): JsonValue {
  const schema = schemas[name] ?? {};
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  const own = SCHEMA_EXAMPLES[name];
  if (own?.isWhole === true) return own.fields;
  const id = EXAMPLE_IDS[name];
  return objectOf(schema, schemas, { ...(id !== undefined && { id }), ...own?.fields });
}

function objectOf(
  { properties = {}, required = [] }: Schema,
  schemas: Schemas,
  own: Record<string, JsonValue> = {},
): JsonValue {
  const shown = Object.entries(properties).filter(
    ([name, field]) => name in own || required.includes(name) || field.examples !== undefined,
  );
  return Object.fromEntries(
    shown.map(([name, field]) => [name, own[name] ?? exampleOfField(name, field, schemas, own)]),
  );
}

function exampleOfField(
  name: string,
  field: Schema,
  schemas: Schemas,
  own: Record<string, JsonValue> = {},
): JsonValue {
  if (own[name] !== undefined) return own[name];
  if (field.examples?.[0] !== undefined) return field.examples[0];
  if (field.$ref !== undefined) return exampleOfSchema(nameOf(field.$ref), schemas);
  const [choice] = field.anyOf ?? field.oneOf ?? [];
  if (choice) return exampleOfField(name, choice, schemas);
  const types = [field.type].flat();
  const known = FIELD_EXAMPLES[name];
  if (known !== undefined && fits(known, types)) return known;
  if (field.enum?.[0] !== undefined) return field.enum[0];
  if (types.includes('null')) return null;
  return exampleOfType(types[0], name, field, schemas);
}

function exampleOfType(
  type: string | undefined,
  name: string,
  field: Schema,
  schemas: Schemas,
): JsonValue {
  switch (type) {
    case 'array':
      return field.items ? [exampleOfField(name, field.items, schemas)] : [];
    case 'object':
      return objectOf(field, schemas);
    case 'integer':
    case 'number':
      return field.minimum ?? 1;
    case 'boolean':
      return false;
    case undefined:
    default:
      return field.format === 'date-time' ? '2026-01-15T09:30:00.000Z' : 'string';
  }
}

function fits(value: JsonValue, types: (string | undefined)[]): boolean {
  if (value === null) return types.includes('null');
  if (Array.isArray(value)) return types.includes('array');
  if (typeof value === 'number') return types.includes('integer') || types.includes('number');
  return types.includes(typeof value);
}
