import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, read, type Schemas } from '../../api/client';

export type EventType = Schemas['EventType'];

/** The catalogue: the API gives it whole. */
export function useEventTypes(): UseQueryResult<EventType[]> {
  return useQuery({
    queryKey: ['event-types'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => (await read(api.GET('/v1/event-types', { signal }))).data,
  });
}

/** Types by their pack, each sorted by name. */
export function byPack(types: readonly EventType[]): [pack: string, types: EventType[]][] {
  const packs = new Map<string, EventType[]>();
  for (const type of types) packs.set(type.pack, [...(packs.get(type.pack) ?? []), type]);
  return [...packs].map(([pack, members]) => [
    pack,
    members.toSorted((one, other) => one.type.localeCompare(other.type)),
  ]);
}
