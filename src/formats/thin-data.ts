import type { EventTypeDefinition } from '../catalogue/index.js';
import { childPointer } from '../common/index.js';
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
  return JSON.stringify(idsWithin(JSON.parse(dataJson) as object, '', impersonalIds(definition)));
}

/**
 * Returns the JSON text of an event's data reduced to what a receiver may rely on and what is not personal: the ids
 * of `thinData`, and the required fields that are not marked as personal, also in nested objects that are required. A
 * required list of objects is sent empty. Without a definition the result is `{}`.
 */
export function minimisedData(definition: MinimisedFields | undefined, dataJson: string): string {
  if (!definition) return '{}';
  // The empty pointer marks everything but the declared ids.
  if (definition.personalFields.includes('')) return thinData(definition, dataJson);
  const ids = impersonalIds(definition);
  const minimise = (data: object, path: string, schema: unknown): object => {
    const { required = [], properties = {} } = (schema ?? {}) as ObjectSchema;
    const kept: [string, unknown][] = [];
    for (const [name, value] of Object.entries(data) as [string, unknown][]) {
      const pointer = childPointer(path, name);
      const isRequired = required.includes(name);
      if (isPersonal(definition, pointer)) continue;
      if (Array.isArray(value)) {
        if (isRequired) kept.push([name, value.some(isObject) ? [] : value]);
      } else if (!isObject(value)) {
        if (isRequired || ids.has(pointer)) kept.push([name, value]);
      } else if (isRequired) {
        kept.push([name, minimise(value, pointer, properties[name])]);
      } else {
        const nested = idsWithin(value, pointer, ids);
        if (Object.keys(nested).length > 0) kept.push([name, nested]);
      }
    }
    return Object.fromEntries(kept);
  };
  return JSON.stringify(minimise(JSON.parse(dataJson) as object, '', definition.schema));
}

type MinimisedFields = Pick<EventTypeDefinition, 'idFields' | 'personalFields' | 'schema'>;

interface ObjectSchema {
  required?: string[];
  properties?: Record<string, unknown>;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isPersonal({ personalFields }: DeclaredFields, pointer: string): boolean {
  return personalFields.some(
    // The empty pointer marks everything but the declared ids.
    (field) => pointer === field || (field !== '' && pointer.startsWith(`${field}/`)),
  );
}

function impersonalIds(definition: DeclaredFields): ReadonlySet<string> {
  return new Set(definition.idFields.filter((pointer) => !isPersonal(definition, pointer)));
}

function idsWithin(data: object, path: string, ids: ReadonlySet<string>): object {
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries(data) as [string, unknown][]) {
    const pointer = childPointer(path, name);
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
