import { expect } from 'vitest';
import { eventually } from './eventually.js';
import type { Postrider } from './postrider.js';
import type { Tenant } from './tenant.js';

/** The parts of the API's answers that tests look at. */
export interface AttemptRecord {
  id: string;
  number: number;
  trigger: string;
  url: string;
  ip: string | null;
  started_at: string;
  duration_ms: number;
  timings: Record<string, number | null>;
  request: { headers: Record<string, string>; body_hash: string };
  response: {
    status: number;
    headers: Record<string, string>;
    body: string;
    truncated: boolean;
  } | null;
  error: { class: string; message: string } | null;
}

export interface DeliveryRecord {
  id: string;
  event_id: string;
  endpoint_id: string;
  channel: string;
  recipient: string | null;
  format: string;
  status: string;
  reason: string | null;
  in_flight: boolean;
  attempt_count: number;
  max_attempts: number;
  next_attempt_at: string | null;
  attempts: AttemptRecord[];
}

export interface EventRecord {
  id: string;
  type: string;
  created: number;
  sequence: number;
  subject: string | null;
  is_sandbox: boolean;
  data: Record<string, unknown>;
  unsent: { endpoint_id: string | null; reason: string }[];
  deliveries: DeliveryRecord[];
}

/** An event with its deliveries and their attempts. */
export function readEvent(app: Postrider, tenantId: string, eventId: string): Promise<EventRecord> {
  return app.ok('GET', `/v1/tenants/${tenantId}/events/${eventId}`);
}

/** The one delivery of an event that goes to one endpoint. */
export async function onlyDelivery(
  app: Postrider,
  tenantId: string,
  eventId: string,
): Promise<DeliveryRecord> {
  const { deliveries } = await readEvent(app, tenantId, eventId);
  const [delivery] = deliveries;
  if (!delivery || deliveries.length > 1) throw new Error(`${deliveries.length} deliveries.`);
  return delivery;
}

/** The event's only delivery, once it is as said. */
export function expectDelivery(
  app: Postrider,
  tenant: Tenant,
  eventId: string,
  expected: Partial<DeliveryRecord>,
): Promise<DeliveryRecord> {
  return eventually(async () => {
    const delivery = await onlyDelivery(app, tenant.id, eventId);
    expect(delivery).toMatchObject(expected);
    return delivery;
  });
}
