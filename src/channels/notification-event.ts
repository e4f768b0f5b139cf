import type { Catalogue, EventTypeDefinition } from '../catalogue/index.js';
import { parseId, publicId } from '../common/index.js';
import type { OutgoingEvent } from '../events/index.js';

/** An event as mails and Slack messages show it. */
export interface NotificationEvent {
  /** `evt_…` */
  id: string;
  type: string;
  createdAt: Date;
  data: Data;
  /** Undefined for a type that is no longer in the catalogue. */
  definition:
    Pick<EventTypeDefinition, 'confidential' | 'description' | 'idsOf' | 'isSandbox'> | undefined;
  /** The URL of the page of the event in the portal, or of the endpoint that it reports on. */
  link: string;
}

const ABOUT_ENDPOINT = /^endpoint\./;

/** The portal shows this page after the sign-in. */
function pageOf(type: string, eventId: string, { endpoint_id: endpointId }: Data): string {
  const isAboutEndpoint = ABOUT_ENDPOINT.test(type) && typeof endpointId === 'string';
  return isAboutEndpoint && parseId('endpoint', endpointId) !== undefined
    ? `/portal/endpoints/${endpointId}`
    : `/portal/events/${eventId}`;
}

type Data = Readonly<Record<string, unknown>>;

/** Prepares an event for messages. `publicUrl` is the setting without a trailing slash. */
export function toNotificationEvent(
  event: OutgoingEvent,
  catalogue: Pick<Catalogue, 'get'>,
  publicUrl: string,
): NotificationEvent {
  const { type, createdAt } = event;
  const id = publicId('event', event.id);
  const data = JSON.parse(event.dataJson) as Data;
  return {
    id,
    type,
    createdAt,
    data,
    definition: catalogue.get(type),
    link: `${publicUrl}${pageOf(type, id, data)}`,
  };
}
