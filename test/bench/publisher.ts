import { Pool } from 'undici';
import { nowMs, serve } from './remote.js';
import { sampleData } from './sample-event.js';

export interface PublishPlan {
  url: string;
  key: string;
  tenantId: string;
  events: number;
  /** 1: single publishes. */
  perRequest: number;
  /** Requests under way at once. */
  atOnce: number;
  idempotencyKeys: boolean;
}

export interface Published {
  /** When the first request was sent. */
  firstAtMs: number;
  lastAtMs: number;
}

let published = 0;

const methods = {
  /** Resolves when everything was accepted; rejects at the first refusal. */
  publish: async (plan: PublishPlan): Promise<Published> => {
    const pool = new Pool(plan.url, { connections: plan.atOnce });
    const bodies = requestBodies(plan);
    const firstAtMs = nowMs();
    await Promise.all(Array.from({ length: plan.atOnce }, () => sendAll(pool, plan, bodies)));
    const lastAtMs = nowMs();
    await pool.close();
    return { firstAtMs, lastAtMs };
  },
};

export type PublisherMethods = typeof methods;

function* requestBodies(plan: PublishPlan): Generator<{ body: string; events: number }> {
  for (let left = plan.events; left > 0; left -= plan.perRequest) {
    const events = Array.from({ length: Math.min(left, plan.perRequest) }, () => eventOf(plan));
    const body = JSON.stringify(plan.perRequest === 1 ? events[0] : { events });
    yield { body, events: events.length };
  }
}

function eventOf({ tenantId, idempotencyKeys }: PublishPlan) {
  published += 1;
  return {
    tenant_id: tenantId,
    type: 'session.approved',
    data: sampleData(published),
    ...(idempotencyKeys && { idempotency_key: `bench-${process.pid}-${published}` }),
  };
}

async function sendAll(
  pool: Pool,
  { key, perRequest }: PublishPlan,
  bodies: Generator<{ body: string; events: number }>,
): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const path = perRequest === 1 ? '/v1/events' : '/v1/events/batch';
  for (let next = bodies.next(); !next.done; next = bodies.next()) {
    const { body, events } = next.value;
    const response = await pool.request({ path, method: 'POST', headers, body });
    const text = await response.body.text();
    const accepted = text.split('"duplicate":false').length - 1;
    if (response.statusCode !== 202 || accepted !== events) {
      throw new Error(`${path} answered ${response.statusCode}: ${text.slice(0, 500)}`);
    }
  }
}

serve(methods);
