import type { EventTypeDefinition } from '../../../catalogue/index.js';
import { wordsOf } from './mail-title.js';
import type { Fact } from './mail-view.js';

/** What a reader takes for an id, and what is no name, no address and no sentence. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}$/;
const MAX_IDS = 8;

const LABELS: Record<string, string> = {
  id: 'Record',
  external_ref: 'Your reference',
  identId: 'Identification',
  key: 'Record',
};

/** The ids that the type declares, but those that its publisher may have put a person's data in. */
export function idFacts(
  definition: Pick<EventTypeDefinition, 'idsOf'> | undefined,
  data: unknown,
): Fact[] {
  const ids = definition?.idsOf(data) ?? [];
  return ids
    .filter(({ value }) => ID.test(value))
    .slice(0, MAX_IDS)
    .map(({ field, value }) => ({ label: labelOf(field), value, isCode: true }));
}

function labelOf(field: string): string {
  const known = Object.hasOwn(LABELS, field) ? LABELS[field] : undefined;
  if (known !== undefined) return known;
  const words = wordsOf(field).replace(/ (id|key)$/, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
