import { publicId } from '../common/index.js';
import { unixSeconds } from '../formats/index.js';
import type { AbsentEvent } from './reading/event-page.js';

/** What is told of an event whose data is not to be had; null where nothing is left to tell. */
export interface Tombstone {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
}

export function tombstoneOf({ id, type, createdAt, absence }: AbsentEvent): Tombstone | null {
  if (absence === 'expired' || type === null || createdAt === null) return null;
  return { id: publicId('event', id), type, created: unixSeconds(createdAt) };
}
