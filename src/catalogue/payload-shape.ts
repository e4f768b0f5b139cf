import { fieldsOf, isPersonal } from './field-records.js';
import type { JsonSchema, PayloadClass } from './field-records.js';
import { childPointer } from '../common/index.js';
import { compileRules } from './payload-rules.js';
import type { PayloadShape, ShapeField } from './payload-rules.js';

/** Reads the shape of a class. Throws where it declares no field, or one field twice. */
export function readShape(payloadClass: PayloadClass): PayloadShape {
  const records = fieldsOf(payloadClass);
  if (records.length === 0) throw new Error(`${payloadClass.name} declares no fields.`);
  const properties: Record<string, JsonSchema> = {};
  const fields: ShapeField[] = [];
  for (const record of records) {
    const { name, optional, id, numeric } = record;
    if (name in properties) throw new Error(`${payloadClass.name}.${name} is declared twice.`);
    const nested = record.nested && readShape(record.nested());
    properties[name] = nested ? { ...nested.schema, ...record.schema } : record.schema;
    const personal = isPersonal(payloadClass, name);
    fields.push({ name, optional, id, numeric, personal, nested });
  }
  const nestedChecks = fields.flatMap(({ name, nested }) =>
    nested ? [[name, nested.isValid] as const] : [],
  );
  const required = records.filter((record) => !record.optional).map((record) => record.name);
  return {
    payloadClass,
    fields,
    isValid: compileRules(payloadClass, new Map(nestedChecks)),
    schema: { type: 'object', properties, required, additionalProperties: true },
  };
}

/**
 * Returns JSON Pointers, relative to `data`, to the fields that the predicate accepts, nested ones
 * included.
 */
export function pointersOf(shape: PayloadShape, picks: (field: ShapeField) => boolean): string[] {
  return shape.fields.flatMap((field) => [
    ...(picks(field) ? [childPointer('', field.name)] : []),
    ...(field.nested
      ? pointersOf(field.nested, picks).map((rest) => `${childPointer('', field.name)}${rest}`)
      : []),
  ]);
}
