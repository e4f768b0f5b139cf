import { Inject, Injectable } from '@nestjs/common';
import { HotPool, statement } from '../../database/index.js';
import type { ChannelName } from '../../model/index.js';
import type { Format } from '../../formats/index.js';
import type { EndpointStatus, Environment } from '../endpoint.entity.js';

/** A tenant without endpoints has one row whose `id` is null. */
interface FanoutRow {
  tenant_id: string;
  fanout_version: number;
  network_downtime_handling: boolean;
  id: string | null;
  status: EndpointStatus;
  channel: ChannelName;
  /** Null for other channels than email. */
  recipients: string[] | null;
  held_recipients: string[] | null;
  event_types: string[] | null;
  format: Format;
  environment: Environment;
  wait_ms: number;
  ordered: boolean;
}

/** One statement is one snapshot: the version is that of the endpoints in the same rows. */
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

/** The settings that decide whether an event is sent to an endpoint. */
export interface FanoutEndpoint {
  id: string;
  /** Deliveries to paused and disabled endpoints are `held`. */
  status: EndpointStatus;
  channel: ChannelName;
  /** For email: each recipient gets a delivery, which is `held` if the recipient is on hold. */
  recipients: readonly { address: string; isOnHold: boolean }[];
  /** Null: every type that the format carries. */
  eventTypes: string[] | null;
  format: Format;
  environment: Environment;
  /** Milliseconds for which a delivery waits for batch mates. */
  waitMs: number;
  /** Whether the events of one subject are sent one after another. */
  ordered: boolean;
}

export interface TenantFanout {
  /** `tenants.fanout_version` of the same snapshot: it changes with every other field here. */
  fanoutVersion: number;
  /** Whether the tenant gets results that were delayed by the downtime of a provider. */
  networkDowntimeHandling: boolean;
  endpoints: FanoutEndpoint[];
}

/** Reads the endpoints among which a publish selects. */
@Injectable()
export class FanoutEndpoints {
  constructor(@Inject(HotPool) private readonly pool: HotPool) {}

  /** Returns a map by tenant id (UUID), without tenants and endpoints that do not exist or are deleted. */
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
