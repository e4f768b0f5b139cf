import type { Catalogue, EventTypeDefinition } from '../catalogue/index.js';
import { publicId } from '../common/index.js';
import type { OutgoingEvent } from '../events/index.js';

/** An event as mails and Slack messages show it. */
export interface NotificationEvent {
  /** `evt_…` */
  id: string;
  type: string;
  createdAt: Date;
  data: Readonly<Record<string, unknown>>;
  /** Undefined for a type that is no longer in the catalogue. */
  definition:
    Pick<EventTypeDefinition, 'confidential' | 'description' | 'idsOf' | 'isSandbox'> | undefined;
  /** The URL of the event's record. */
  link: string;
}

function recordLink(publicUrl: string, { tenantId, id }: { tenantId: string; id: string }): string {
  return `${publicUrl}/v1/tenants/${publicId('tenant', tenantId)}/events/${publicId('event', id)}`;
}

/** Prepares an event for messages. `publicUrl` is the setting without a trailing slash. */
export function toNotificationEvent(
  event: OutgoingEvent,
  catalogue: Pick<Catalogue, 'get'>,
  publicUrl: string,
): NotificationEvent {
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
