import { statement } from '../database/index.js';

export interface EventToSendRow {
  id: string;
  tenant_id: string;
  type: string;
  created_at: Date;
  sequence: number;
  sealed_labels: Buffer | null;
  /** Null: redacted. */
  sealed_data: Buffer | null;
  has_assets: boolean;
}

/** What is sent of the events $1; one whose body has expired is not answered. */
export const loadEvents = statement<EventToSendRow>(
  'load-events-to-send',
  `
SELECT e.id, e.tenant_id, e.type, e.created_at, e.sequence, e.sealed_labels, e.has_assets, b.sealed_data
FROM events e LEFT JOIN event_bodies b ON b.event_id = e.id
WHERE e.id = ANY ($1::uuid[]) AND (b.event_id IS NOT NULL OR e.redacted_at IS NOT NULL)
`,
);
