import type { SealContext } from './vault/index.js';

/** `events.sealed_labels`: JSON of the subject and the external reference. */
export const labelsOf = (eventId: string): SealContext => ({ table: 'events', id: eventId });

/** `event_bodies.sealed_data`: the JSON text of `data`. */
export const dataOf = (eventId: string): SealContext => ({ table: 'event_bodies', id: eventId });

/** `attempt_bodies.sealed_exchange`: what went out and came back, as `packExchange` writes it. */
export const exchangeOf = (attemptId: string): SealContext => ({
  table: 'attempt_bodies',
  id: attemptId,
});
