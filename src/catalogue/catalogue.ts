import { defineEventType } from './event-type.js';
import type { EventTypeDefinition } from './event-type.js';
import type { PayloadClass } from './field-records.js';

/** A named group of event types that the `CATALOGUE` setting switches on. */
export interface Pack {
  readonly name: string;
  readonly events: readonly PayloadClass[];
}

/** The event types on offer. */
export interface Catalogue {
  get(type: string): EventTypeDefinition | undefined;
  has(type: string): boolean;
  /** In the order of the packs and of the classes within them. */
  list(): readonly EventTypeDefinition[];
}

/** Reads every class once; throws at start where one is wrong or defined twice. */
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
