import type { EventTypeDefinition } from '../catalogue/index.js';
import type { Format } from './format.js';

/** The part of an event's data that an endpoint receives: all of it, or only the ids. */
export const PAYLOADS = ['full', 'thin'] as const;

export type Payload = (typeof PAYLOADS)[number];

type DeclaredFields = Pick<EventTypeDefinition, 'idFields' | 'personalFields'>;

/** Returns whether a format can be sent with ids only. The fields of `callback` are fixed, so it cannot. */
export function canBeThin(format: Format): boolean {
  return format !== 'callback';
}

/**
 * Returns the JSON text of an event's data reduced to the ids that its type declares, each at its place,
 * also in nested objects. An id is a string, a number or null. An id that is personal, or lies within a
 * personal field, is left out. Without a definition the result is `{}`.
 */
export function thinData(definition: DeclaredFields | undefined, dataJson: string): string {
  if (!definition) return '{}';
  const { idFields, personalFields } = definition;
  const isPersonal = (pointer: string): boolean =>
    personalFields.some(
      // The empty pointer marks everything but the declared ids.
      (field) => pointer === field || (field !== '' && pointer.startsWith(`${field}/`)),
    );
  const ids = new Set(idFields.filter((pointer) => !isPersonal(pointer)));
  return JSON.stringify(idsWithin(JSON.parse(dataJson) as object, '', ids));
}

function idsWithin(data: object, path: string, ids: ReadonlySet<string>): object {
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries(data) as [string, unknown][]) {
    const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (ids.has(pointer)) {
      if (isId(value)) kept.push([name, value]);
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const nested = idsWithin(value, pointer, ids);
      if (Object.keys(nested).length > 0) kept.push([name, nested]);
    }
  }
  return Object.fromEntries(kept);
}

function isId(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || value === null;
}
