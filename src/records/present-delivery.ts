import { publicId } from '../common/index.js';
import type { ReasonGuide } from '../config/index.js';
import type { DeliveryDto } from './delivery.dto.js';
import type { FieldsOf } from './fields-of.js';
import type { DeliveryRow } from './find-deliveries.query.js';

/** The only way of a delivery out to JSON. */
export function presentDelivery(row: DeliveryRow, guide: ReasonGuide): FieldsOf<DeliveryDto> {
  return {
    id: publicId('delivery', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    event_id: publicId('event', row.event_id),
    event_type: row.event_type,
    endpoint_id: publicId('endpoint', row.endpoint_id),
    endpoint_host: row.endpoint_url === null ? null : new URL(row.endpoint_url).host,
    channel: row.channel,
    recipient: row.recipient,
    format: row.format,
    status: row.status,
    reason: row.reason,
    ...guide.explain(row.reason),
    blocked_by: row.blocked_by === null ? null : publicId('delivery', row.blocked_by),
    in_flight: row.in_flight,
    attempt_count: row.attempt_count,
    max_attempts: row.max_attempts,
    last_code: row.last_code,
    suspicious_success: row.suspicious_success,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    settled_at: row.settled_at?.toISOString() ?? null,
  };
}
