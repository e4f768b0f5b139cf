import { request } from 'undici';
import type { Dispatcher } from 'undici';
import type { PublishLine } from '../ledger/lines.js';
import type { PublishPlan } from './publish-plan.js';

interface Sending {
  plan: PublishPlan;
  url: string;
  numbers: readonly number[];
  tries: number;
  dispatcher: Dispatcher;
}

interface Accepted {
  status?: number;
  id?: string;
  deliveries?: number;
  duplicate?: boolean;
  code?: string;
}

/** Publishes once and gives a line per event, whatever came of it. */
export async function sendPublish(sending: Sending): Promise<PublishLine[]> {
  const { plan, url, numbers, tries, dispatcher } = sending;
  const sentAtMs = Date.now();
  const line = (n: number) => ({ n, try: tries, sentAtMs, atMs: Date.now() });
  const events = numbers.map((n) => eventOf(plan, n));
  const isBatch = plan.batch > 1;
  try {
    const response = await request(`${url}/v1/events${isBatch ? '/batch' : ''}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${plan.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(isBatch ? { events } : events[0]),
      dispatcher,
    });
    const { statusCode: status, headers } = response;
    const answer = (await response.body.json()) as Accepted & { results?: Accepted[] };
    const retryAfter = headers['retry-after'];
    return numbers.map((n, index) => {
      const own = (status === 202 && answer.results?.[index]) || answer;
      return {
        ...line(n),
        status: own === answer ? status : (own.status ?? 0),
        ...(own.id !== undefined && { id: own.id }),
        ...(own.deliveries !== undefined && { deliveries: own.deliveries }),
        ...(own.duplicate !== undefined && { duplicate: own.duplicate }),
        ...(own.code !== undefined && { code: own.code }),
        ...(retryAfter !== undefined && { retryAfter: String(retryAfter) }),
      };
    });
  } catch (error) {
    return numbers.map((n) => ({ ...line(n), status: 0, error: String(error) }));
  }
}

function eventOf(plan: PublishPlan, n: number): object {
  const subject = plan.subjects > 0 ? n % plan.subjects : n;
  return {
    tenant_id: plan.tenantId,
    type: plan.type,
    data: {
      session_id: `session_${subject}`,
      external_ref: `number_${n}`,
      is_sandbox: false,
      ...plan.data,
    },
    ...(plan.keys !== null && { idempotency_key: `${plan.keys}-${n}` }),
  };
}
