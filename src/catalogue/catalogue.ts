import type { FieldError } from '../common/index.js';
import { defineEventType, eventTypeOf, isTypeName } from './event-type.js';
import type { EventTypeDefinition } from './event-type.js';
import type { Pack } from './field-records.js';
import { availablePacks } from './packs.js';
import type { RegisteredTypes } from './registered/registered-types.js';
import { invalidTypes, unknownTypeError, withSuggestions } from './unknown-type.js';

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

/**
 * Returns whether only Postrider publishes the type (`endpoint.*`). Such events go only to
 * endpoints that name the type.
 */
export function isOwnType(type: string): boolean {
  return type.startsWith('endpoint.');
}

/** The most errors that get suggestions, because each one is compared with every name. */
const MAX_SUGGESTED = 10;

/**
 * Returns whether a subscription takes a type. Patterns are exact names, `session.*` (every type that
 * begins with `session.`, at any depth) and `*`. Both `*` and an absent list take every type except
 * `endpoint.*`, which must be named.
 */
export function matchesType(patterns: readonly string[] | null | undefined, type: string): boolean {
  if (!patterns) return !isOwnType(type);
  return patterns.some((pattern) => {
    if (pattern === '*') return !isOwnType(type);
    return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
  });
}

/**
 * Returns whether an exact name is one of the names, or a pattern takes one of them. `*` always
 * does.
 */
export function isAmong(pattern: string, names: ReadonlySet<string>): boolean {
  if (pattern === '*' || names.has(pattern)) return true;
  return pattern.endsWith('*') && [...names].some((name) => matchesType([pattern], name));
}

/**
 * Returns the errors of a subscription list, with pointers into the endpoint body. Each entry must take
 * at least one of the names, because an entry that takes none is most likely misspelt.
 */
export function checkEventTypes(patterns: unknown, names: ReadonlySet<string>): FieldError[] {
  if (!Array.isArray(patterns) || patterns.length === 0) {
    return [
      {
        pointer: '/event_types',
        code: 'wrong_type',
        message: 'event_types must be a list of at least one name; leave it out to get every type',
      },
    ];
  }
  const errors: FieldError[] = [];
  for (const [index, pattern] of patterns.entries() as ArrayIterator<[number, unknown]>) {
    const suggested = errors.length < MAX_SUGGESTED ? names : [];
    const error = checkPattern(`/event_types/${index}`, pattern, names, suggested);
    if (error) errors.push(error);
  }
  return errors;
}

function checkPattern(
  pointer: string,
  pattern: unknown,
  names: ReadonlySet<string>,
  suggested: Iterable<string>,
): FieldError | undefined {
  const code = 'malformed_event_type';
  const message = 'must be the name of a type, a prefix like "session.*", or "*"';
  if (typeof pattern !== 'string') return { pointer, code, message };
  const rules = { withPatterns: true };
  if (!isPattern(pattern)) {
    return { pointer, code, ...withSuggestions(message, pattern, suggested, rules) };
  }
  return isAmong(pattern, names) ? undefined : unknownTypeError(pointer, pattern, suggested, rules);
}

function isPattern(text: string): boolean {
  return text === '*' || isTypeName(text.endsWith('.*') ? text.slice(0, -2) : text);
}
