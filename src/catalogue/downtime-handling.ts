import { eventTypeOf } from './event-type.js';
import type { PayloadClass } from './field-records.js';

const types = new Set<string>();

/**
 * Says of a class, above its event type, that its events are results which had to wait because a
 * provider was unavailable: they go only to tenants that take those.
 */
export function NeedsDowntimeHandling(): (payloadClass: PayloadClass) => void {
  return (payloadClass) => {
    types.add(eventTypeOf(payloadClass));
  };
}

/** Whether events of a type go only to tenants with `network_downtime_handling`. */
export function needsDowntimeHandling(type: string): boolean {
  return types.has(type);
}
