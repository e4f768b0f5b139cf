import { ValidateBy, buildMessage } from 'class-validator';

/** Passes a value of one of these kinds of JSON: a list is no object, null is none. */
export function IsKind(kinds: readonly string[]): PropertyDecorator {
  return ValidateBy({
    name: 'kind',
    constraints: [kinds.join(' or ')],
    validator: {
      validate: (value: unknown) => kinds.includes(kindOf(value)),
      defaultMessage: buildMessage((each) => `${each}$property must be of kind $constraint1`),
    },
  });
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
