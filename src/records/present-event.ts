import { publicId } from '../common/index.js';
import type { ReasonGuide } from '../config/index.js';
import { reasonText } from '../model/index.js';
import type { DeliveryDto } from './delivery.dto.js';
import type { EventSummaryDto } from './event.dto.js';
import type { EventLabels } from './event-contents.js';
import type { EventRow } from './find-events.query.js';

/** The only way of an event out to JSON. `labels` is null where they are not stored any more. */
export function presentEvent<D extends DeliveryDto>(
  row: EventRow,
  labels: EventLabels | null,
  deliveries: D[],
  guide: ReasonGuide,
): Omit<EventSummaryDto, 'deliveries'> & { deliveries: D[] } {
  return {
    id: publicId('event', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    type: row.type,
    created: Math.floor(row.created_at.getTime() / 1000),
    sequence: row.sequence === null ? null : Number(row.sequence),
    subject: labels?.subject ?? null,
    external_ref: labels?.external_ref ?? null,
    is_sandbox: row.is_sandbox,
    caused_by: row.caused_by === null ? null : publicId('event', row.caused_by),
    derived: row.derived.map((id) => publicId('event', id)),
    unsent: row.unsent.map(({ endpoint_id, reason }) => ({
      endpoint_id,
      reason,
      reason_text: reasonText(reason),
      docs_url: guide.docsUrl(reason),
    })),
    violations: row.violations,
    redacted_at: row.redacted_at?.toISOString() ?? null,
    deliveries,
  };
}
