import { publicId } from '../../common/index.js';
import type { ChannelRequest } from '../channel.js';
import { requestId } from '../request-id.js';

const MAX_NAMED_DELIVERIES = 20;

/**
 * What stands in a mail's head beside the subject: the same `Message-ID` whenever the same deliveries
 * are tried again, the ids that a webhook would carry, and that no human wrote it (RFC 3834).
 */
export function mailHeaders(
  { endpoint, parts }: Pick<ChannelRequest, 'endpoint' | 'parts'>,
  fromAddress: string,
): Record<string, string> & { 'Message-ID': string } {
  const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1);
  const id = requestId(parts.map(({ event }) => event.id));
  const deliveries = parts.map(({ deliveryId }) => publicId('delivery', deliveryId));
  const [first = '', ...others] = deliveries;
  const endpointId = publicId('endpoint', endpoint.id);
  return {
    'Message-ID': `${others.length === 0 ? first : `${id}.${first}`}@${domain}`,
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'List-Id': `<${endpointId}.${domain}>`,
    'X-Webhook-ID': id,
    'X-Webhook-Timestamp': String(
      Math.floor(Math.max(...parts.map(({ event }) => event.createdAt.getTime())) / 1000),
    ),
    'X-Webhook-Attempt': String(Math.max(...parts.map(({ number }) => number))),
    ...(deliveries.length <= MAX_NAMED_DELIVERIES && {
      'X-Webhook-Delivery-ID': deliveries.join(', '),
    }),
  };
}
