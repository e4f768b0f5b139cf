import { ValidateBy, buildMessage } from 'class-validator';
import type { ValidationOptions } from 'class-validator';

/**
 * Length in code points, as JSON Schema counts (RFC 8259 section 7). class-validator's own `Length`
 * leaves variation selectors out, so the two verdicts could differ.
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

/** Whether a text has `min` to `max` code points. */
export function fits(text: string, min: number, max: number): boolean {
  const units = text.length;
  if (units < min || units > 2 * max) return false;
  if (units <= max && units >= 2 * min) return true;
  let points = 0;
  for (const _ of text) points += 1;
  return points >= min && points <= max;
}
