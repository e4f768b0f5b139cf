import { publicId } from '../common/index.js';
import type { EventToSend } from './events-to-send.js';
import { unixSeconds } from './formats/index.js';
import type { PreparedEndpoint } from './prepared-endpoints.js';

export interface BuiltRequest {
  headers: Record<string, string>;
  body: Buffer;
}

export interface AttemptIdentity {
  deliveryId: string;
  number: number;
  /** Unix seconds. */
  attemptSeconds: number;
}

const MASK = '[masked]';

/** The headers and the very bytes of one attempt. */
export function buildRequest(
  event: EventToSend,
  endpoint: Pick<PreparedEndpoint, 'headers' | 'render' | 'sign'>,
  { deliveryId, number, attemptSeconds }: AttemptIdentity,
  userAgent: string,
): BuiltRequest {
  const id = publicId('event', event.id);
  const createdSeconds = unixSeconds(event.createdAt);
  const tenantId = publicId('tenant', event.tenantId);
  const { body, contentType } = endpoint.render({ ...event, id, tenantId });
  return {
    body,
    headers: {
      ...endpoint.headers,
      'Content-Type': contentType,
      'User-Agent': userAgent,
      'X-Webhook-ID': id,
      'webhook-id': id,
      'X-Webhook-Timestamp': String(createdSeconds),
      'webhook-timestamp': String(attemptSeconds),
      'X-Webhook-Sequence': String(event.sequence),
      'X-Webhook-Attempt': String(number),
      'X-Webhook-Delivery-ID': publicId('delivery', deliveryId),
      ...endpoint.sign({ id, createdSeconds, attemptSeconds, body }),
    },
  };
}

/** Headers as they may be kept and shown: signatures and the tenant's own values are hidden. */
export function maskHeaders(
  headers: Record<string, string>,
  secretNames: ReadonlySet<string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretNames.has(name.toLowerCase()) ? MASK : value,
    ]),
  );
}
