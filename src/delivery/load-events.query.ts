import { statement } from '../database/index.js';

export interface EventToSendRow {
  id: string;
  tenant_id: string;
  type: string;
  created_at: Date;
  sequence: number;
  sealed_labels: Buffer | null;
  sealed_data: Buffer;
  has_assets: boolean;
}

/** What is sent of the events $1; one whose body is gone (redacted, expired) is not answered. */
export const loadEvents = statement<EventToSendRow>(
  'load-events-to-send',
  `
SELECT e.id, e.tenant_id, e.type, e.created_at, e.sequence, e.sealed_labels, e.has_assets, b.sealed_data
FROM events e JOIN event_bodies b ON b.event_id = e.id
WHERE e.id = ANY ($1::uuid[])
`,
);
