import { Inject, Injectable } from '@nestjs/common';
import { FanoutEndpoints } from '../endpoints/index.js';
import { canCarry } from '../formats/index.js';
import { planFanout } from '../publishing/index.js';
import type { FanoutPlan } from '../publishing/index.js';
import type { Replayed, ReplayRules } from './verdict.js';

interface EventKind {
  type: string;
  isSandbox: boolean;
}

/** An endpoint as fan-out sees it now, for events that it has missed. */
export interface ReplayTarget {
  status: 'active' | 'paused' | 'disabled';
  /** The deliveries that it would get. */
  plan: (event: EventKind) => FanoutPlan;
  rules: (ask: { status: Replayed; types: readonly string[] | null }) => ReplayRules;
}

/** Finds endpoints to replay to. */
@Injectable()
export class ReplayTargets {
  constructor(@Inject(FanoutEndpoints) private readonly fanouts: FanoutEndpoints) {}

  /** Undefined where the tenant has no such endpoint. Ids are UUIDs. */
  async find(tenantId: string, endpointId: string): Promise<ReplayTarget | undefined> {
    const fanout = (await this.fanouts.forTenants([tenantId])).get(tenantId);
    const found = fanout?.endpoints.find(({ id }) => id === endpointId);
    if (!fanout || !found) return undefined;
    // What comes late anyway waits for no company.
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
