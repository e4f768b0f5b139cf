import { checkEventTypes, invalidTypes, matchesType } from '../catalogue/index.js';
import { invalid } from '../common/index.js';
import type { FieldError } from '../common/index.js';
import { canCarry } from '../formats/index.js';
import type { Format } from '../formats/index.js';

/** Which events are told, and in which form. */
export interface Subscription {
  format: Format;
  /** Null: everything the format carries, without `endpoint.*`. */
  types: readonly string[] | null;
}

/** Names and prefixes out of a comma-separated list; null where there is none. */
export function splitTypes(text: string | undefined): string[] | null {
  return text === undefined ? null : text.split(',').map((name) => name.trim());
}

/** Refuses (422, at `/types`) what takes none of the names, or what the format cannot carry, like an endpoint's. */
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
