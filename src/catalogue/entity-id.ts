import type { FieldError } from '../common/index.js';
import type { JsonSchema } from './field-records.js';
import { isJsonObject } from './payload-shape.js';
import type { PayloadShape, ShapeField } from './payload-shape.js';

/**
 * The fields that name the entity of a type. Throws where they cannot: a single one must be a
 * required id, of several each must be an optional one.
 */
export function entityFieldsOf(
  type: string,
  shape: PayloadShape,
  names: readonly string[],
): ShapeField[] {
  const isSingle = names.length === 1;
  return names.map((name) => {
    const field = shape.fields.find((one) => one.name === name);
    if (field?.id && field.optional !== isSingle) return field;
    const wanted = isSingle ? 'a required' : 'an optional';
    throw new Error(`${type}: entityId "${name}" must be ${wanted} id field.`);
  });
}

/** Whether `data` has exactly one of the fields that name the entity. */
export function entityIdErrors(names: readonly string[], data: unknown): FieldError[] {
  if (names.length === 1 || !isJsonObject(data)) return [];
  const given = names.filter((name) => Object.hasOwn(data, name) && data[name] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) {
    const message = `one of ${names.join(', ')} is required`;
    return [{ pointer: '/data', code: 'required', message }];
  }
  return others.map((name) => ({
    pointer: `/data/${name}`,
    code: 'not_together',
    message: `${name} must not stand beside ${first}`,
  }));
}

/** The same rule in JSON Schema. */
export function entityIdSchema(names: readonly string[]): JsonSchema {
  if (names.length === 1) return {};
  return { oneOf: names.map((name) => ({ required: [name], properties: { [name]: true } })) };
}
