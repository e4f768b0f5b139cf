import type { EntityManager } from 'typeorm';
import type { UnsentReason } from '../model/index.js';
import type { Conditions } from './conditions.js';
import type { FieldError } from '../common/index.js';

export interface EventRow {
  id: string;
  tenant_id: string;
  type: string;
  created_at: Date;
  /** A bigint, which the driver gives as text. */
  sequence: string | null;
  is_sandbox: boolean;
  sealed_labels: Buffer | null;
  caused_by: string | null;
  derived: string[];
  unsent: { endpoint_id: string | null; reason: UnsentReason }[];
  violations: FieldError[] | null;
  has_assets: boolean;
  redacted_at: Date | null;
}

const COLUMNS = `e.id, e.tenant_id, e.type, e.created_at, e.sequence, e.is_sandbox, e.sealed_labels,
  e.caused_by, e.unsent, e.violations, e.has_assets, e.redacted_at,
  ARRAY(SELECT d.id FROM events d WHERE d.caused_by = e.id ORDER BY d.id) AS derived`;

/** Newest first. Conditions may use e (events). */
export function findEvents(
  manager: EntityManager,
  conditions: Conditions,
  limit: number,
): Promise<EventRow[]> {
  const bound = conditions.bind(limit);
  return manager.query<EventRow[]>(
    `SELECT ${COLUMNS} FROM events e WHERE ${conditions.toString()} ORDER BY e.id DESC LIMIT ${bound}`,
    [...conditions.values],
  );
}

/** The encrypted data of an event; undefined where it is not stored any more. */
export async function findEventBody(
  manager: EntityManager,
  eventId: string,
): Promise<Buffer | undefined> {
  const [row] = await manager.query<{ sealed_data: Buffer }[]>(
    `SELECT sealed_data FROM event_bodies WHERE event_id = $1`,
    [eventId],
  );
  return row?.sealed_data;
}
