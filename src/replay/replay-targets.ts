import { Inject, Injectable } from '@nestjs/common';
import { FanoutEndpoints } from '../endpoints/index.js';
import { canCarry } from '../formats/index.js';
import { planFanout } from '../publishing/index.js';
import type { FanoutPlan } from '../publishing/index.js';
import type { ReplaySelection, ReplayRules } from './decide-action.js';

interface EventKind {
  type: string;
  isSandbox: boolean;
}

/** An endpoint with its current settings, which decide what it has missed. */
export interface ReplayTarget {
  status: 'active' | 'paused' | 'disabled';
  /** Returns the deliveries that the endpoint would get of an event. */
  plan: (event: EventKind) => FanoutPlan;
  rules: (request: { status: ReplaySelection; types: readonly string[] | null }) => ReplayRules;
}

/** Finds endpoints to replay to. */
@Injectable()
export class ReplayTargets {
  constructor(@Inject(FanoutEndpoints) private readonly fanouts: FanoutEndpoints) {}

  /** Returns undefined if the tenant has no such endpoint. Ids are UUIDs. */
  async find(tenantId: string, endpointId: string): Promise<ReplayTarget | undefined> {
    const fanout = (await this.fanouts.forTenants([tenantId])).get(tenantId);
    const found = fanout?.endpoints.find(({ id }) => id === endpointId);
    if (!fanout || !found) return undefined;
    // A late event does not wait for batch mates.
    const endpoint = { ...found, waitMs: 0 };
    const plan = (event: EventKind): FanoutPlan =>
      planFanout(event, { ...fanout, endpoints: [endpoint] });
    return {
      status: endpoint.status,
      plan,
      rules: ({ status, types }) => ({
        status,
        types,
        takes: (event) => plan(event).deliveries.length > 0,
        carries: (type) => canCarry(endpoint.format, type),
      }),
    };
  }
}
