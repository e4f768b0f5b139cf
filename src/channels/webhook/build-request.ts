import { publicId } from '../../common/index.js';
import type { PreparedEndpoint } from '../prepared-endpoint.js';
import { unixSeconds } from '../../formats/index.js';
import type { RequestParts } from '../channel.js';
import { requestId } from '../request-id.js';

export interface BuiltRequest {
  headers: Record<string, string>;
  body: Buffer;
}

const MASK = '[masked]';

/** The headers and the very bytes of one request. */
export function buildRequest(
  parts: RequestParts,
  endpoint: Pick<PreparedEndpoint, 'headers' | 'render' | 'sign'>,
  /** Unix seconds. */
  attemptSeconds: number,
  userAgent: string,
): BuiltRequest {
  const events = parts.map(({ event }) => event);
  const id = requestId(events.map((event) => event.id));
  const createdSeconds = Math.max(...events.map(({ createdAt }) => unixSeconds(createdAt)));
  const { body, contentType } = endpoint.render(
    parts.map(({ event, deliveryId }) => ({
      ...event,
      id: publicId('event', event.id),
      tenantId: publicId('tenant', event.tenantId),
      deliveryId: publicId('delivery', deliveryId),
    })),
  );
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
      'X-Webhook-Sequence': String(events.at(-1)?.sequence),
      'X-Webhook-Attempt': String(Math.max(...parts.map(({ number }) => number))),
      'X-Webhook-Delivery-ID': parts
        .map(({ deliveryId }) => publicId('delivery', deliveryId))
        .join(','),
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
