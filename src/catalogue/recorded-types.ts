import type { LiveCatalogue } from './live-catalogue.js';
import { isAmong } from './match-type.js';
import { availablePacks } from './packs.js';
import { eventTypeOf } from './event-type.js';
import { invalidTypes, unknownTypeError } from './unknown-type.js';

/**
 * Types that events on record may have: those on offer, by what any process registered so far, and
 * those of the packs that are switched off now.
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

/** Refuses (422 `unknown_event_type`) a filter by a name or pattern that no recorded event can have. */
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
