import { checkEventTypes, invalidTypes, matchesType } from '../catalogue/index.js';
import { invalid } from '../common/index.js';
import type { FieldError } from '../common/index.js';
import { canCarry } from '../formats/index.js';
import type { Format } from '../formats/index.js';

/** The events that a reader wants, and their format. */
export interface Subscription {
  format: Format;
  /** Null: every type that the format carries, except `endpoint.*`. */
  types: readonly string[] | null;
}

/** Splits a comma-separated list of names and patterns; null if the parameter is absent. */
export function splitTypes(text: string | undefined): string[] | null {
  return text === undefined ? null : text.split(',').map((name) => name.trim());
}

/** Throws 422 at `/types` for patterns that match none of the names and for types that the format cannot carry. */
export function requireTypes({ types, format }: Subscription, names: ReadonlySet<string>): void {
  if (types === null) return;
  const unknown = checkEventTypes(types, names).map((error): FieldError => {
    const name = types[Number(error.pointer.split('/').at(-1))] ?? '';
    const message = error.message.includes(`"${name}"`)
      ? error.message
      : `"${name}" ${error.message}`;
    return { ...error, pointer: '/types', message };
  });
  if (unknown.length > 0) throw invalidTypes(unknown);
  const uncarried = types.filter((type) => !type.endsWith('*') && !canCarry(format, type));
  if (uncarried.length === 0) return;
  const message = `${format} cannot carry ${uncarried.join(', ')}`;
  throw invalid(
    [{ pointer: '/types', code: 'format_cannot_carry', message }],
    'format_cannot_carry',
  );
}

export function wants({ types, format }: Subscription, type: string): boolean {
  return matchesType(types, type) && canCarry(format, type);
}
