import { createHash } from 'node:crypto';
import { publicId } from '../common/index.js';

/**
 * The event's own id; of several events (UUIDs) one that only they have together, so that a receiver
 * which drops ids it knows drops nothing else.
 */
export function requestId(eventIds: readonly string[]): string {
  const [first, ...others] = eventIds.map((id) => publicId('event', id));
  if (first !== undefined && others.length === 0) return first;
  const hash = createHash('sha256').update([first, ...others].join(','));
  return `bat_${hash.digest('hex').slice(0, 32)}`;
}
