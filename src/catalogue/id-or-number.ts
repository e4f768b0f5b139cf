import { ValidateBy, buildMessage } from 'class-validator';
import { fits } from './text-length.js';

/** A text of so many characters, or a whole number. */
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
