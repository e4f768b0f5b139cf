import { eventually, publish } from '../../support/app/index.js';
import type { EventRecord, Postrider, Tenant } from '../../support/app/index.js';

export interface ToldEvent extends EventRecord {
  caused_by: string | null;
  derived: string[];
}

/**
 * Publishes what has happened and waits until it, and what it brought along, has been delivered or
 * given up: so that one thing happens after the other, as it does in life.
 */
export async function tell(
  app: Postrider,
  tenant: Tenant,
  type: string,
  data: object,
): Promise<ToldEvent> {
  const { id } = await publish(app, tenant, { type, data });
  return settled(app, tenant, id);
}

/** An event none of whose deliveries is pending, nor of those derived from it. */
export async function settled(app: Postrider, tenant: Tenant, eventId: string): Promise<ToldEvent> {
  const event = await eventually(async () => {
    const path = `/v1/tenants/${tenant.id}/events/${eventId}`;
    const found = await app.ok<ToldEvent>('GET', path);
    const pending = found.deliveries.filter(({ status }) => status === 'pending');
    if (pending.length > 0) throw new Error(`${found.type} is ${JSON.stringify(pending)}.`);
    return found;
  });
  for (const derived of event.derived) await settled(app, tenant, derived);
  return event;
}

/** A key with which a tenant's server reads. */
export async function createViewerKey(app: Postrider, tenant: Tenant): Promise<string> {
  const path = '/v1/tenants/me/api-keys';
  const body = { role: 'viewer', name: 'server' };
  return (await app.ok<{ key: string }>('POST', path, body, tenant.key)).key;
}

/** How the attempts of an event's only delivery ended: statuses of answers, or classes of errors. */
export function attemptsOf({ deliveries }: ToldEvent): (number | string | undefined)[] {
  const [delivery, ...others] = deliveries;
  if (!delivery || others.length > 0) throw new Error(`${deliveries.length} deliveries.`);
  return delivery.attempts.map(({ response, error }) => response?.status ?? error?.class);
}
