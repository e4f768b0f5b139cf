import type { Story } from './story.js';
import { list, quote } from './words.js';

/** Explains that nothing was found. `isPartial`: events that are older may hold it. */
export function explainNothing(q: string, isPartial: boolean): Story {
  return {
    verdict: 'unknown',
    title: 'Nothing was found',
    sentences: [
      `Nothing was found for ${quote(q)}.`,
      'It was looked for as the id of an event, a delivery, an attempt, a refused publish, an endpoint and a tenant, as an idempotency key of the last 7 days, as an exact id in the data of events and of publishes that were refused in the last 7 days, as the host of an endpoint, and as the name or external id of a tenant.',
      isPartial
        ? 'Older events were not all looked at.'
        : 'If it is the id of an event or of an entity in its data, it was never published, or its record is not kept any more.',
    ],
    remedy:
      'Check the spelling, and search for the exact id of the session, verification or case. If that is not found either, ask the publisher for the answer to its publish: its status, and the id in it.',
    reason: null,
    evidence: [],
  };
}

/** Explains that several things of different tenants were found. */
export function explainSeveral(q: string, what: string, names: readonly string[]): Story {
  const shown = names.slice(0, 8);
  const more = names.length > shown.length ? ' and others' : '';
  return {
    verdict: 'ambiguous',
    title: `Several ${what} match`,
    sentences: [`${quote(q)} matches several ${what}: ${list(shown)}${more}.`],
    remedy: 'Choose one of them, or search for an id.',
    reason: null,
    evidence: [],
  };
}
