import type { EventTypeDefinition } from '../catalogue/index.js';
import type { Format } from './format.js';

/** How much of an event's data an endpoint gets: all of it, or the ids alone. */
export const PAYLOADS = ['full', 'thin'] as const;

export type Payload = (typeof PAYLOADS)[number];

type DeclaredFields = Pick<EventTypeDefinition, 'idFields' | 'personalFields'>;

/** The callback's fields are fixed, so it has no form with ids only. */
export function canBeThin(format: Format): boolean {
  return format !== 'callback';
}

/**
 * The JSON text of an event's data with nothing in it but the ids that its type declares, each at its
 * place, those of nested objects included. An id is a string, a number or null; one that is marked as
 * personal, or that stands within something personal, is left out. Without a definition no id is
 * known: `{}`.
 */
export function thinData(definition: DeclaredFields | undefined, dataJson: string): string {
  if (!definition) return '{}';
  const { idFields, personalFields } = definition;
  const isPersonal = (pointer: string): boolean =>
    personalFields.some(
      // The empty pointer stands for everything but the declared ids.
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
