import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import type { FieldError } from '../common/index.js';
import { escapePointer, isJsonObject } from './payload-shape.js';
import type { PayloadShape } from './payload-shape.js';

const CODES: Readonly<Record<string, string>> = {
  isIn: 'not_one_of',
  textLength: 'wrong_length',
  arrayMaxSize: 'too_many_items',
  min: 'out_of_range',
  matches: 'malformed',
};

/** Every field of `data` that breaks a rule of its class, one error each; empty when it is valid. */
export function validatePayload(shape: PayloadShape, data: unknown): FieldError[] {
  if (!isJsonObject(data)) {
    return [{ pointer: '/data', code: 'wrong_type', message: 'data must be an object' }];
  }
  const violations = validateSync(instanceOf(shape, data), {
    stopAtFirstError: true,
    validationError: { target: false, value: true },
  });
  return violations.length === 0 ? [] : fieldErrors(violations, '/data');
}

/**
 * class-validator wants instances, and trusts `constructor` of what it is given. So only declared
 * own fields are copied, which also leaves unknown fields, however odd, out of its sight.
 */
function instanceOf(shape: PayloadShape, data: Record<string, unknown>): object {
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
    const pointer = `${parent}/${escapePointer(property)}`;
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
