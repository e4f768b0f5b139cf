import type { EntityManager } from 'typeorm';
import type { Actor } from '../../auth/index.js';
import { EndpointUpdated, eventTypeOf } from '../../catalogue/index.js';
import type { EndpointPayload, PayloadClass } from '../../catalogue/index.js';
import { newUuid, publicId } from '../../common/index.js';
import type { Endpoint } from '../endpoint.entity.js';

type NoticeSubject = Pick<Endpoint, 'id' | 'tenantId' | 'url' | 'status'>;

/**
 * Queues an event about an endpoint in the transaction of the change that it reports. A worker publishes
 * it after the commit.
 */
export async function queueNotice<Payload extends EndpointPayload>(
  manager: EntityManager,
  { id, tenantId, url, status }: NoticeSubject,
  payloadClass: PayloadClass<Payload>,
  payload: Omit<Payload, keyof EndpointPayload>,
): Promise<void> {
  const data = {
    endpoint_id: publicId('endpoint', id),
    url_host: urlHost(url),
    status,
    ...payload,
  };
  await manager.query(
    `INSERT INTO endpoint_notices (id, tenant_id, endpoint_id, type, data) VALUES ($1, $2, $3, $4, $5)`,
    [newUuid(), tenantId, id, eventTypeOf(payloadClass), data],
  );
}

/** Returns host and port; the empty string if there is no URL. */
export function urlHost(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).host : '';
}

type Change = Pick<EndpointUpdated, 'change'> &
  Partial<Pick<EndpointUpdated, 'former_url_host' | 'change_reason'>>;

/** Queues `endpoint.updated` in the transaction of a change of URL or secret. */
export function queueUpdatedNotice(
  manager: EntityManager,
  endpoint: Endpoint,
  { role }: Actor,
  change: Change,
): Promise<void> {
  return queueNotice(manager, endpoint, EndpointUpdated, {
    former_url_host: null,
    change_reason: null,
    ...change,
    changed_by: role,
    updated_at: new Date().toISOString(),
  });
}
