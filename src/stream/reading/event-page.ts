import { publicId } from '../../common/index.js';
import { unixSeconds } from '../../formats/index.js';

/** Why an event has no data. `expired`: its retention period is over. */
export type UnavailableReason = 'redacted' | 'unreadable' | 'expired';

/** An event at its position, with its body in the requested format (of an array format: the element). */
export interface RenderedEvent {
  position: number;
  /** UUID. */
  id: string;
  type: string;
  createdAt: Date;
  /** Rises per subject. */
  sequence: number | null;
  body: string;
}

/** An event whose data cannot be read. */
export interface UnavailableEvent {
  position: number;
  /** UUID. */
  id: string;
  /** Null if the record was deleted as well. */
  type: string | null;
  createdAt: Date | null;
  unavailable: UnavailableReason;
}

export interface EventPage {
  items: (RenderedEvent | UnavailableEvent)[];
  /** The last position that was examined; the next page begins behind it. */
  position: number;
  /** Whether another page may be available at once. */
  more: boolean;
}

/** What clients see in place of an event without data. */
export interface Tombstone {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
}

/** Returns null for an expired event: its gap is reported instead. */
export function tombstoneOf(event: UnavailableEvent): Tombstone | null {
  const { id, type, createdAt, unavailable } = event;
  if (unavailable === 'expired' || type === null || createdAt === null) return null;
  return { id: publicId('event', id), type, created: unixSeconds(createdAt) };
}
