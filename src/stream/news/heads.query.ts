import { statement } from '../../database/index.js';

/** How far the logs of the tenants $1 go. */
export const readHeads = statement<{ tenant_id: string; last_position: number }>(
  'read-event-log-heads',
  'SELECT tenant_id, last_position FROM event_log_heads WHERE tenant_id = ANY ($1::uuid[])',
);
