import type { EntityManager } from 'typeorm';
import { eventTypeOf } from '../../catalogue/index.js';
import type { EndpointPayload, PayloadClass } from '../../catalogue/index.js';
import { newUuid, publicId } from '../../common/index.js';
import type { Endpoint } from '../endpoint.entity.js';

type Told = Pick<Endpoint, 'id' | 'tenantId' | 'url' | 'status'>;

/**
 * Promises an event about an endpoint, in the transaction of what it tells: a worker publishes it once
 * that has committed.
 */
export async function noteEndpoint<Payload extends EndpointPayload>(
  manager: EntityManager,
  { id, tenantId, url, status }: Told,
  payloadClass: PayloadClass<Payload>,
  told: Omit<Payload, keyof EndpointPayload>,
): Promise<void> {
  const data = {
    endpoint_id: publicId('endpoint', id),
    url_host: urlHost(url),
    status,
    ...told,
  };
  await manager.query(
    `INSERT INTO endpoint_notices (id, tenant_id, endpoint_id, type, data) VALUES ($1, $2, $3, $4, $5)`,
    [newUuid(), tenantId, id, eventTypeOf(payloadClass), data],
  );
}

/** Host and port; empty where it is no URL. */
export function urlHost(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).host : '';
}
