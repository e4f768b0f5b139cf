import type { FieldsOf } from '../../records/index.js';
import { publicId } from '../../common/index.js';
import type { ReasonGuide } from '../../config/index.js';
import { reasonText } from '../../model/index.js';
import type { RejectedRow } from './find-rejected.query.js';
import type { RejectedPublishDto } from './rejected.dto.js';
import { NO_TENANT } from './rejections.query.js';

/** The only way of a refused publish out to JSON. */
export function presentRejected(
  row: RejectedRow,
  guide: ReasonGuide,
): FieldsOf<RejectedPublishDto> {
  const { tenant_id, publisher_key_id, published_event_id } = row;
  return {
    id: publicId('rejected', row.id),
    tenant_id: tenant_id === NO_TENANT ? null : publicId('tenant', tenant_id),
    tenant_ref: row.tenant_ref,
    type: row.type,
    source: row.source,
    publisher_key_id: publisher_key_id === null ? null : publicId('apiKey', publisher_key_id),
    status: row.status,
    code: row.code,
    reason_text: reasonText(row.code),
    docs_url: guide.docsUrl(row.code),
    errors: row.errors,
    body_kept: row.body_kept,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    event_id: published_event_id === null ? null : publicId('event', published_event_id),
    published_at: row.published_at?.toISOString() ?? null,
  };
}
