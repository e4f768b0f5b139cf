import type { FormatWriter } from './format.js';
import { withFields } from './with-fields.js';

export const flat: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ id, deliveryId, type, dataJson }) =>
    withFields({ event: type, idempotency_key: keyOf(deliveryId ?? id) }, dataJson),
};

/**
 * Returns `idk_` and what follows the prefix of the id. Receivers deduplicate by it: it is unique per
 * delivery and the same on its retries (seed 004, "Event payload structure").
 */
function keyOf(publicId: string): string {
  return `idk_${publicId.slice(publicId.indexOf('_') + 1)}`;
}
