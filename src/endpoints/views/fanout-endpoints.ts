import { Inject, Injectable } from '@nestjs/common';
import { HotPool, statement } from '../../database/index.js';
import type { ChannelName } from '../../model/index.js';
import type { Format } from '../../formats/index.js';
import type { EndpointStatus, Environment } from '../endpoint.entity.js';

/** A tenant without endpoints is one row whose `id` is null. */
interface FanoutRow {
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
const readFanoutEndpoints = statement<FanoutRow>(
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

/** What decides whether an event goes to an endpoint. */
export interface FanoutEndpoint {
  id: string;
  /** Paused and disabled ones get their deliveries `held`. */
  status: EndpointStatus;
  channel: ChannelName;
  /** Of email: each of them gets a delivery, `held` for those on hold. */
  recipients: readonly { address: string; isOnHold: boolean }[];
  /** Null: everything that it can carry. */
  eventTypes: string[] | null;
  format: Format;
  environment: Environment;
  /** For so long a delivery waits for others to go with; 0: not at all. */
  waitMs: number;
  /** Events of one subject go one after another. */
  ordered: boolean;
}

export interface TenantFanout {
  /** `tenants.fanout_version` in the same snapshot: while it stands, so does the rest. */
  fanoutVersion: number;
  /** Whether the tenant takes results of verifications that had to wait for a provider. */
  networkDowntimeHandling: boolean;
  endpoints: FanoutEndpoint[];
}

/** The endpoints that a publish chooses from. */
@Injectable()
export class FanoutEndpoints {
  constructor(@Inject(HotPool) private readonly pool: HotPool) {}

  /** By tenant id; a tenant that does not exist or is deleted is not in the map. Deleted endpoints are not listed. */
  async forTenants(tenantIds: string[]): Promise<Map<string, TenantFanout>> {
    const fanouts = new Map<string, TenantFanout>();
    for (const row of await this.pool.run(readFanoutEndpoints, [tenantIds])) {
      const fanout = fanouts.get(row.tenant_id) ?? {
        fanoutVersion: row.fanout_version,
        networkDowntimeHandling: row.network_downtime_handling,
        endpoints: [],
      };
      fanouts.set(row.tenant_id, fanout);
      if (row.id === null) continue;
      const held = new Set(row.held_recipients);
      fanout.endpoints.push({
        id: row.id,
        status: row.status,
        channel: row.channel,
        recipients: (row.recipients ?? []).map((address) => ({
          address,
          isOnHold: held.has(address),
        })),
        eventTypes: row.event_types,
        format: row.format,
        environment: row.environment,
        waitMs: row.wait_ms,
        ordered: row.ordered,
      });
    }
    return fanouts;
  }
}
