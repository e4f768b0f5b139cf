import { statement } from '../../database/index.js';
import type { ChannelName } from '../../model/index.js';
import type { Format } from '../../formats/index.js';
import type { EndpointStatus, Environment } from '../endpoint.entity.js';

/** A tenant without endpoints is one row whose `id` is null. */
export interface FanoutRow {
  tenant_id: string;
  fanout_version: number;
  network_downtime_handling: boolean;
  id: string | null;
  status: EndpointStatus;
  channel: ChannelName;
  /** Of email; null elsewhere. */
  recipients: string[] | null;
  held_recipients: string[] | null;
  event_types: string[] | null;
  format: Format;
  environment: Environment;
  wait_ms: number;
  ordered: boolean;
}

/** One statement, so one snapshot: the version belongs to the endpoints beside it. */
export const readFanoutEndpoints = statement<FanoutRow>(
  'read-fanout-endpoints',
  `SELECT t.id AS tenant_id, t.fanout_version, t.network_downtime_handling,
     e.id, e.status, e.channel, e.recipients,
     CASE WHEN e.channel = 'email'
       THEN ARRAY(SELECT h.recipient FROM held_addresses h WHERE h.endpoint_id = e.id) END AS held_recipients,
     e.event_types, e.format, e.environment,
     coalesce((e.batch->>'wait_ms')::int, 0) AS wait_ms, e.ordered
   FROM tenants t
   LEFT JOIN endpoints e ON e.tenant_id = t.id AND e.deleted_at IS NULL
   WHERE t.id = ANY ($1::uuid[]) AND t.deleted_at IS NULL
   ORDER BY t.id, e.id`,
);
