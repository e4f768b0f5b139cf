import { entriesOf } from '../../../src/delivery/next-state.js';
import type { AttemptEntry, ClaimedDelivery, NextState } from '../../../src/queue/index.js';

export const retry: NextState = {
  status: 'pending',
  reason: 'retry_scheduled',
  delayMs: 0,
  step: 1,
};

export const success: NextState = { ...retry, status: 'succeeded', reason: null, delayMs: null };

/** What a worker records of an attempt of a claimed delivery. */
export function entry(
  of: ClaimedDelivery,
  next: NextState | null,
  status: number | null,
): AttemptEntry {
  const succeeded = next?.status === 'succeeded';
  return {
    deliveryId: of.delivery_id,
    endpointId: of.endpoint_id,
    tenantId: of.tenant_id,
    fence: of.fence,
    attempt: {
      id: of.attempt_id,
      number: of.attempt_number,
      trigger: of.trigger,
      format: 'envelope',
      url: 'https://example.com/',
      ip: '127.0.0.1',
      startedAt: new Date(),
      durationMs: 12.5,
      timings: { dns_ms: 1, connect_ms: 2, tls_ms: 3, first_byte_ms: 4 },
      bodyHash: '00'.repeat(32),
      responseStatus: status,
      error: succeeded ? null : { class: 'http_status', message: 'answered\0so' },
      exchange: {
        requestHeaders: {},
        response: { headers: {}, body: Buffer.from('hi'), truncated: false },
      },
    },
    next,
    succeeded,
    health: succeeded ? 'ok' : 'failing',
    heldBackMs: null,
  };
}

/** What a worker records of claimed deliveries that one request has delivered, in so much time. */
export function successesOf(
  claims: readonly ClaimedDelivery[],
  durationMs: number,
): AttemptEntry[] {
  const facts = {
    format: 'envelope',
    url: 'https://example.com/',
    ip: '127.0.0.1',
    startedAt: new Date(),
    durationMs,
    timings: { dns_ms: null, connect_ms: 1, tls_ms: null, first_byte_ms: 2 },
    bodyHash: '00'.repeat(32),
    responseStatus: 204,
    error: null,
    exchange: null,
  };
  const report = { facts, outcome: 'succeeded', retryAfterSeconds: undefined } as const;
  const rules = { scheduleSeconds: [0, 5], clock: { now: Date.now }, random: Math.random };
  return entriesOf(claims, report, rules);
}
