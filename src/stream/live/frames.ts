import { encodePosition } from '../cursor.js';
import type { UnavailableEvent, EventPage, RenderedEvent } from '../reading/event-page.js';
import { tombstoneOf } from '../reading/event-page.js';
import { publicId } from '../../common/index.js';

/** The methods of control frames that the server sends. */
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

/** Renders a frame that is not an event, for example `{"topic":"method","method":"ping"}`. */
export function controlFrame(method: Method, fields: Record<string, unknown> = {}): string {
  return JSON.stringify({ topic: 'method', method, ...fields });
}

/**
 * Renders an event and the cursor behind it. An event without data has a control frame in its place; an
 * expired one has no frame here, see `gapFrame`.
 */
function eventFrames(tenantId: string, item: RenderedEvent | UnavailableEvent): string[] {
  const { position, id } = item;
  const cursor = encodePosition(tenantId, position);
  if (!('unavailable' in item)) {
    const { type, sequence } = item;
    const about = { cursor, id: publicId('event', id), type, sequence };
    return [item.body, controlFrame('cursor', about)];
  }
  const tombstone = tombstoneOf(item);
  if (!tombstone || item.unavailable === 'expired') return [];
  return [
    controlFrame(item.unavailable, { ...tombstone }),
    controlFrame('cursor', { cursor, id: tombstone.id, type: tombstone.type }),
  ];
}

/** Reports that events up to `position` were deleted; the stream continues behind the frame's cursor. */
export function gapFrame(tenantId: string, position: number): string {
  return controlFrame('gap', { reason: 'expired', cursor: encodePosition(tenantId, position) });
}

/** Renders all frames of a page. Each run of expired events becomes one gap. */
export function pageFrames(tenantId: string, { items }: EventPage): string[] {
  const frames: string[] = [];
  let gapAt: number | undefined;
  for (const item of items) {
    const isExpired = 'unavailable' in item && item.unavailable === 'expired';
    if (!isExpired && gapAt !== undefined) frames.push(gapFrame(tenantId, gapAt));
    gapAt = isExpired ? item.position : undefined;
    frames.push(...eventFrames(tenantId, item));
  }
  if (gapAt !== undefined) frames.push(gapFrame(tenantId, gapAt));
  return frames;
}
