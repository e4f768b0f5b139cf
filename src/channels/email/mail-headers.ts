import { createHash } from 'node:crypto';
import { publicId } from '../../common/index.js';
import type { ChannelRequest } from '../channel.js';
import { requestId } from '../request-id.js';

/**
 * What stands in a mail's head beside the subject: the same `Message-ID` whenever the same deliveries
 * are tried again, the ids that a webhook would carry, and that no human wrote it (RFC 3834).
 */
export function mailHeaders(
  { endpoint, parts, gathered, recipient }: ChannelRequest,
  fromAddress: string,
): Record<string, string> & { 'Message-ID': string } {
  const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1);
  const events = [...parts.map(({ event }) => event.id), ...gathered.map((event) => event.id)];
  // Whichever of a digest's deliveries was claimed.
  const id = requestId(events.toSorted());
  const endpointId = publicId('endpoint', endpoint.id);
  const deliveries = parts.map(({ deliveryId }) => publicId('delivery', deliveryId));
  const isDigest = events.length > 1;
  const times = parts.map(({ event }) => event.createdAt.getTime());
  return {
    'Message-ID': `${isDigest ? digestId(id, `${endpointId} ${recipient}`) : deliveries[0]}@${domain}`,
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'List-Id': `<${endpointId}.${domain}>`,
    'X-Webhook-ID': id,
    'X-Webhook-Timestamp': String(Math.floor(Math.max(...times) / 1000)),
    'X-Webhook-Attempt': String(Math.max(...parts.map(({ number }) => number))),
    ...(!isDigest && { 'X-Webhook-Delivery-ID': deliveries.join() }),
  };
}

/** The same events go to other recipients as well. */
function digestId(id: string, whose: string): string {
  return `${id}.${createHash('sha256').update(whose).digest('hex').slice(0, 16)}`;
}
