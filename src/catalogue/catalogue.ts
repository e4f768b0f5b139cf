import { defineEventType, eventTypeOf } from './event-type.js';
import type { EventTypeDefinition } from './event-type.js';
import type { Pack } from './field-records.js';
import { availablePacks } from './packs.js';
import type { RegisteredTypes } from './registered/registered-types.js';
import { isAmong } from './match-type.js';
import { invalidTypes, unknownTypeError } from './unknown-type.js';

/** The event types that can be published. */
export interface Catalogue {
  get(type: string): EventTypeDefinition | undefined;
  has(type: string): boolean;
  /** Returns the types in the order of the packs and of the classes within them. */
  list(): readonly EventTypeDefinition[];
}

/** Reads every class once. Throws where a class is invalid or a type is defined twice. */
export function createCatalogue(packs: readonly Pack[]): Catalogue {
  const definitions = new Map<string, EventTypeDefinition>();
  for (const { name, events } of packs) {
    for (const payloadClass of events) {
      const definition = defineEventType(name, payloadClass);
      if (definitions.has(definition.type)) {
        throw new Error(`Event type ${definition.type} is defined twice.`);
      }
      definitions.set(definition.type, definition);
    }
  }
  const all = [...definitions.values()];
  for (const { type, derives } of all) {
    const missing = derives.find((derived) => !definitions.has(derived));
    if (missing !== undefined) throw new Error(`${type} derives ${missing}, which no pack offers.`);
  }
  return {
    get: (type) => definitions.get(type),
    has: (type) => definitions.has(type),
    list: () => all,
  };
}

/** The types of the packs and those that providers registered. */
export interface LiveCatalogue extends Catalogue {
  /** Returns a type as `get` does, including every type that any process registered before the call. */
  latest(type: string): Promise<EventTypeDefinition | undefined>;
  /** Resolves when the other methods include every type that any process registered before the call. */
  refresh(): Promise<void>;
  /** Returns whether a name cannot be registered: the names of all packs and `endpoint.*` are reserved. */
  isReserved(type: string): boolean;
}

export function createLiveCatalogue(packs: Catalogue, registered: RegisteredTypes): LiveCatalogue {
  const reserved = new Set(availablePacks.flatMap(({ events }) => events.map(eventTypeOf)));
  const isReserved = (type: string): boolean =>
    reserved.has(type) || type === 'endpoint' || type.startsWith('endpoint.');
  const get = (type: string): EventTypeDefinition | undefined =>
    packs.get(type) ?? registered.get(type);
  return {
    get,
    has: (type) => get(type) !== undefined,
    list: () => [...packs.list(), ...registered.list()],
    refresh: () => registered.refresh(),
    latest: async (type) => {
      if (!isReserved(type)) await registered.refresh();
      return get(type);
    },
    isReserved,
  };
}

/**
 * Returns the types that recorded events may have: those that can be published, including every type
 * that any process has registered, and those of the packs that are switched off now.
 */
export async function recordedTypes(
  catalogue: LiveCatalogue,
  wanted: readonly string[],
): Promise<ReadonlySet<string>> {
  const names = namesOf(catalogue);
  if (wanted.every((pattern) => isAmong(pattern, names))) return names;
  await catalogue.refresh();
  return namesOf(catalogue);
}

/**
 * Throws 422 `unknown_event_type` for a filter by a name or pattern that no recorded event can
 * match.
 */
export async function requireRecordedType(
  catalogue: LiveCatalogue,
  wanted: string | undefined,
): Promise<void> {
  if (wanted === undefined) return;
  const names = await recordedTypes(catalogue, [wanted]);
  if (isAmong(wanted, names)) return;
  throw invalidTypes([unknownTypeError('/type', wanted, names, { withPatterns: true })]);
}

function namesOf(catalogue: LiveCatalogue): Set<string> {
  const ofPacks = availablePacks.flatMap(({ events }) => events.map(eventTypeOf));
  return new Set([...catalogue.list().map(({ type }) => type), ...ofPacks]);
}
