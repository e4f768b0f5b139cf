import { publicId } from '../../common/index.js';
import type { DeliveryDto } from './delivery.dto.js';
import type { FieldsOf } from './fields-of.js';
import type { DeliveryRow } from './find-deliveries.query.js';

/** The only way of a delivery out to JSON. */
export function presentDelivery(row: DeliveryRow): FieldsOf<DeliveryDto> {
  return {
    id: publicId('delivery', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    event_id: publicId('event', row.event_id),
    event_type: row.event_type,
    endpoint_id: publicId('endpoint', row.endpoint_id),
    channel: row.channel,
    recipient: row.recipient,
    format: row.format,
    status: row.status,
    reason: row.reason,
    in_flight: row.in_flight,
    attempt_count: row.attempt_count,
    max_attempts: row.max_attempts,
    last_code: row.last_code,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    settled_at: row.settled_at?.toISOString() ?? null,
  };
}
