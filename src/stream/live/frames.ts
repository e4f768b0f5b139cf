import { encodePosition } from '../cursor.js';
import type { AbsentEvent, EventPage, ToldEvent } from '../reading/event-page.js';
import { tombstoneOf } from '../tombstone.js';
import { publicId } from '../../common/index.js';

/** What a control frame is about. */
export type Method =
  | 'ready'
  | 'cursor'
  | 'ack'
  | 'resume'
  | 'subscribe'
  | 'gap'
  | 'redacted'
  | 'unreadable'
  | 'ping'
  | 'pong'
  | 'error';

/** A frame that is no event: `{"topic":"method","method":…}`. */
export function controlFrame(method: Method, fields: Record<string, unknown> = {}): string {
  return JSON.stringify({ topic: 'method', method, ...fields });
}

/**
 * An event and the cursor behind it. One whose data is not to be had has a control frame in its place;
 * of one that is not kept any more nothing is told here, see `gapFrame`.
 */
function eventFrames(tenantId: string, item: ToldEvent | AbsentEvent): string[] {
  const { position, id } = item;
  const cursor = encodePosition(tenantId, position);
  if (!('absence' in item)) {
    const { type, sequence } = item;
    const about = { cursor, id: publicId('event', id), type, sequence };
    return [item.body, controlFrame('cursor', about)];
  }
  const tombstone = tombstoneOf(item);
  if (!tombstone || item.absence === 'expired') return [];
  return [
    controlFrame(item.absence, { ...tombstone }),
    controlFrame('cursor', { cursor, id: tombstone.id, type: tombstone.type }),
  ];
}

/** Events are missing; `cursor` says from where it goes on. */
export function gapFrame(tenantId: string, position: number): string {
  return controlFrame('gap', { reason: 'expired', cursor: encodePosition(tenantId, position) });
}

/** All of a page's frames; events that expired are told as one gap each run. */
export function pageFrames(tenantId: string, { items }: EventPage): string[] {
  const frames: string[] = [];
  let gapAt: number | undefined;
  for (const item of items) {
    const isExpired = 'absence' in item && item.absence === 'expired';
    if (!isExpired && gapAt !== undefined) frames.push(gapFrame(tenantId, gapAt));
    gapAt = isExpired ? item.position : undefined;
    frames.push(...eventFrames(tenantId, item));
  }
  if (gapAt !== undefined) frames.push(gapFrame(tenantId, gapAt));
  return frames;
}
