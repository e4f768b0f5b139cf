import type { Catalogue } from '../catalogue/index.js';
import { publicId } from '../common/index.js';
import type { OutgoingEvent } from '../events/index.js';
import type { ToldEvent } from './email/mails/view-event.js';

/** Where people read the record of an event (UUIDs). `publicUrl` is the setting, without a slash at its end. */
function recordLink(publicUrl: string, { tenantId, id }: { tenantId: string; id: string }): string {
  return `${publicUrl}/v1/tenants/${publicId('tenant', tenantId)}/events/${publicId('event', id)}`;
}

/** An event as messages to people tell of it. `publicUrl` is what links begin with. */
export function toldEvent(
  event: OutgoingEvent,
  catalogue: Pick<Catalogue, 'get'>,
  publicUrl: string,
): ToldEvent {
  const { type, createdAt } = event;
  return {
    id: publicId('event', event.id),
    type,
    createdAt,
    data: JSON.parse(event.dataJson) as Record<string, unknown>,
    definition: catalogue.get(type),
    link: recordLink(publicUrl, event),
  };
}
