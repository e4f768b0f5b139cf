import type { FormatWriter } from './format.js';
import { withFields } from './with-fields.js';

export const flat: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ id, type, dataJson }) =>
    withFields({ event: type, idempotency_key: keyOf(id) }, dataJson),
};

/** `idk_` and what follows `evt_`: the same on every attempt, and support can tell the event by it. */
function keyOf(eventId: string): string {
  return `idk_${eventId.slice(eventId.indexOf('_') + 1)}`;
}
