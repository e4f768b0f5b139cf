import type { Catalogue } from './catalogue.js';
import type { EventTypeDefinition } from './event-type.js';
import { availablePacks } from './packs.js';
import { eventTypeOf } from './event-type.js';
import type { RegisteredTypes } from './registered/registered-types.js';

/** The packs' types and those that providers registered. */
export interface LiveCatalogue extends Catalogue {
  /** As `get`, with everything that any process registered before the call. */
  latest(type: string): Promise<EventTypeDefinition | undefined>;
  /** Lets the others see at once what any process registered before the call. */
  refresh(): Promise<void>;
  /** Names that nobody can register: those of every pack, switched on or not, and `endpoint.*`. */
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
