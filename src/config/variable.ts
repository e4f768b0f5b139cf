import 'reflect-metadata';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';

/** Parses the text of an environment variable. Throws an Error that completes "NAME must …". */
export type Parse<Value> = (text: string) => Value;

class Unparsed {
  constructor(readonly problem: string) {}
}

const keepsEmpty = new Map<string, boolean>();

/**
 * Declares a field of the environment class as the variable of the same name. The message that `parse`
 * throws completes "NAME must …" and never contains the value, which may be a secret. An empty variable
 * counts as absent unless `empty` is `value`.
 */
export function Variable<Value>(
  parse: Parse<Value>,
  options: { empty?: 'absent' | 'value' } = {},
): PropertyDecorator {
  return (target, key) => {
    if (typeof key !== 'string') throw new TypeError('An environment variable has a name.');
    keepsEmpty.set(key, options.empty === 'value');
    Transform(({ value }) => attempt(parse, String(value)))(target, key);
    ValidateBy({
      name: 'environmentVariable',
      validator: {
        validate: (value: unknown) => !(value instanceof Unparsed),
        defaultMessage: (shown?: ValidationArguments) => problemOf(shown),
      },
    })(target, key);
  };
}

/** Returns the names of all variables that the environment class declares. */
export function declaredNames(): string[] {
  return [...keepsEmpty.keys()];
}

/** Returns the set variables that the environment class declares. */
export function pickDeclared(env: NodeJS.ProcessEnv): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const [name, keepEmpty] of keepsEmpty) {
    const text = env[name]?.trim();
    if (text === undefined || (text === '' && !keepEmpty)) continue;
    picked[name] = text;
  }
  return picked;
}

function attempt<Value>(parse: Parse<Value>, text: string): Value | Unparsed {
  try {
    return parse(text);
  } catch (error) {
    return new Unparsed(error instanceof Error ? error.message : String(error));
  }
}

function problemOf(shown: ValidationArguments | undefined): string {
  const value: unknown = shown?.value;
  const problem = value instanceof Unparsed ? value.problem : 'be valid';
  return `${shown?.property ?? 'A variable'} must ${problem}`;
}
