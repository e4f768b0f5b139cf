import { Pool } from 'undici';
import { byTheClock } from './by-the-clock.js';
import { nowMs, serve } from './remote.js';
import { sampleData } from './sample-event.js';

interface Target {
  url: string;
  key: string;
  /** Events go to them in turn. */
  tenantIds: readonly string[];
  idempotencyKeys: boolean;
}

/** A load that is as fast as the answers: so many requests are always under way. */
export interface PublishPlan extends Target {
  /** Ends after so many events … */
  events?: number;
  /** … or after so many milliseconds. */
  forMs?: number;
  /** 1: single publishes. */
  perRequest: number;
  /** Requests under way at once. */
  atOnce: number;
}

/** A load by the clock: a start is due whether or not earlier ones were answered. */
export interface PacedPlan extends Target {
  perSecond: number;
  events: number;
}

/** An event's id, when its publish was due to start, and when it was accepted (ms since the epoch). */
export type PacedEvent = [id: string, dueAtMs: number, acceptedAtMs: number];

interface Request {
  body: string;
  events: number;
}

let published = 0;

const methods = {
  /** Resolves when everything was accepted; rejects at the first refusal. */
  publish: async (plan: PublishPlan): Promise<{ firstAtMs: number; events: number }> => {
    const pool = new Pool(plan.url, { connections: plan.atOnce });
    const firstAtMs = nowMs();
    const requests = requestsOf(plan, firstAtMs);
    const sent = await Promise.all(
      Array.from({ length: plan.atOnce }, () => sendInTurn(pool, plan, requests)),
    );
    await pool.close();
    return { firstAtMs, events: sent.reduce((sum, events) => sum + events, 0) };
  },
  /** Resolves when everything was accepted; rejects at the first refusal. */
  publishPaced: async (plan: PacedPlan): Promise<PacedEvent[]> => {
    const pool = new Pool(plan.url, { connections: 256 });
    const requests = requestsOf({ ...plan, perRequest: 1 }, nowMs());
    const pace = { everyMs: 1000 / plan.perSecond, count: plan.events };
    const events = await byTheClock(pace, async (dueAtMs): Promise<PacedEvent> => {
      const { value } = requests.next();
      if (!value) throw new Error('There are fewer events than moments.');
      const [id = ''] = await send(pool, plan.key, value);
      return [id, dueAtMs, nowMs()];
    });
    await pool.close();
    return events;
  },
};

export type PublisherMethods = typeof methods;

type RequestPlan = Target & Pick<PublishPlan, 'events' | 'forMs' | 'perRequest'>;

function* requestsOf(plan: RequestPlan, startedAtMs: number): Generator<Request, undefined> {
  const { events = Number.POSITIVE_INFINITY, forMs = Number.POSITIVE_INFINITY, perRequest } = plan;
  for (let left = events; left > 0; left -= perRequest) {
    if (nowMs() - startedAtMs >= forMs) return;
    const made = Array.from({ length: Math.min(left, perRequest) }, () => eventOf(plan));
    yield {
      body: JSON.stringify(perRequest === 1 ? made[0] : { events: made }),
      events: made.length,
    };
  }
}

function eventOf({ tenantIds, idempotencyKeys }: Target) {
  published += 1;
  return {
    tenant_id: tenantIds[published % tenantIds.length],
    type: 'session.approved',
    data: sampleData(published),
    ...(idempotencyKeys && { idempotency_key: `bench-${process.pid}-${published}` }),
  };
}

async function sendInTurn(
  pool: Pool,
  { key }: Target,
  requests: Generator<Request, undefined>,
): Promise<number> {
  let sent = 0;
  for (let next = requests.next(); !next.done; next = requests.next()) {
    await send(pool, key, next.value);
    sent += next.value.events;
  }
  return sent;
}

/** Gives the ids of the events that were accepted. */
async function send(pool: Pool, key: string, { body, events }: Request): Promise<string[]> {
  const path = body.startsWith('{"events":') ? '/v1/events/batch' : '/v1/events';
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const response = await pool.request({ path, method: 'POST', headers, body });
  const text = await response.body.text();
  const accepted = text.split('"duplicate":false').length - 1;
  if (response.statusCode !== 202 || accepted !== events) {
    throw new Error(`${path} answered ${response.statusCode}: ${text.slice(0, 500)}`);
  }
  return events === 1 ? [/"id":"([^"]+)"/.exec(text)?.[1] ?? ''] : [];
}

serve(methods);
