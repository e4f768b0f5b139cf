import { eventually, publish } from '../../support/app/index.js';
import type { EventRecord, Postrider, Tenant } from '../../support/app/index.js';

export interface SettledEvent extends EventRecord {
  caused_by: string | null;
  derived: string[];
}

/**
 * Publishes an event and waits until no delivery of it, and none of the events derived from it, is
 * pending, so that the events of a story happen one after the other.
 */
export async function publishAndSettle(
  app: Postrider,
  tenant: Tenant,
  type: string,
  data: object,
): Promise<SettledEvent> {
  const { id } = await publish(app, tenant, { type, data });
  return settled(app, tenant, id);
}

/** Waits until no delivery of an event, and none of the events derived from it, is pending; returns the event. */
export async function settled(
  app: Postrider,
  tenant: Tenant,
  eventId: string,
): Promise<SettledEvent> {
  const event = await eventually(async () => {
    const path = `/v1/tenants/${tenant.id}/events/${eventId}`;
    const found = await app.ok<SettledEvent>('GET', path);
    const pending = found.deliveries.filter(({ status }) => status === 'pending');
    if (pending.length > 0) throw new Error(`${found.type} is ${JSON.stringify(pending)}.`);
    return found;
  });
  for (const derived of event.derived) await settled(app, tenant, derived);
  return event;
}

/** Creates a key with which a tenant's server reads. */
export async function createViewerKey(app: Postrider, tenant: Tenant): Promise<string> {
  const path = '/v1/tenants/me/api-keys';
  const body = { role: 'viewer', name: 'server' };
  return (await app.ok<{ key: string }>('POST', path, body, tenant.key)).key;
}

/** Returns how the attempts of an event's only delivery ended: statuses of answers, or classes of errors. */
export function attemptsOf({ deliveries }: SettledEvent): (number | string | undefined)[] {
  const [delivery, ...others] = deliveries;
  if (!delivery || others.length > 0) throw new Error(`${deliveries.length} deliveries.`);
  return delivery.attempts.map(({ response, error }) => response?.status ?? error?.class);
}
