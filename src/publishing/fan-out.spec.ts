import { describe, expect, it } from 'vitest';
import { dueIds, planFanout } from './fan-out.js';
import type { FanoutTarget } from './fan-out.js';

const endpoint = (changes: Partial<FanoutTarget> = {}): FanoutTarget => ({
  id: 'e1',
  status: 'active',
  eventTypes: null,
  format: 'envelope',
  environment: 'all',
  ...changes,
});

const approved = { type: 'session.approved', isSandbox: false };

describe('planFanout', () => {
  it('says so where there is no endpoint', () => {
    expect(planFanout(approved, []).unsent).toEqual([{ endpointId: null, reason: 'no_endpoint' }]);
  });

  it('queues for an active endpoint', () => {
    const plan = planFanout(approved, [endpoint()]);
    expect(plan.deliveries).toMatchObject([{ endpointId: 'e1', status: 'pending' }]);
    expect(dueIds(plan)).toEqual([plan.deliveries[0]?.id]);
  });

  it.each([
    ['paused', 'endpoint_paused'],
    ['disabled', 'endpoint_disabled'],
  ] as const)('holds from the start what a %s endpoint takes', (status, reason) => {
    const plan = planFanout(approved, [endpoint({ status })]);
    expect(plan.deliveries).toMatchObject([{ status: 'held', reason }]);
    expect(dueIds(plan)).toEqual([]);
  });

  it.each([
    [{ eventTypes: ['check.*'] }, 'type_not_subscribed'],
    [{ environment: 'sandbox' }, 'environment_mismatch'],
    [{ format: 'callback' }, 'format_cannot_carry'],
  ] as [Partial<FanoutTarget>, string][])('gives the reason for %j', (changes, reason) => {
    const plan = planFanout(approved, [endpoint(changes)]);
    expect(plan).toEqual({ deliveries: [], unsent: [{ endpointId: 'e1', reason }] });
  });

  it('sends a type without a dot everywhere but where the format splits it', () => {
    const record = { type: 'complianceRecord', isSandbox: false };
    const targets = [
      endpoint({ id: 'callback', format: 'callback' }),
      endpoint({ id: 'event-type', format: 'event-type' }),
    ];
    const plan = planFanout(record, targets);
    expect(plan.deliveries).toMatchObject([{ endpointId: 'callback', format: 'callback' }]);
    expect(plan.unsent).toEqual([{ endpointId: 'event-type', reason: 'format_cannot_carry' }]);
  });

  it('sends sandbox events to sandbox endpoints only where they ask for it', () => {
    const sandboxed = { type: 'session.approved', isSandbox: true };
    const targets = [
      endpoint({ id: 'sandbox', environment: 'sandbox' }),
      endpoint({ id: 'live', environment: 'live' }),
    ];
    const plan = planFanout(sandboxed, targets);
    expect(plan.deliveries.map(({ endpointId }) => endpointId)).toEqual(['sandbox']);
    expect(plan.unsent).toEqual([{ endpointId: 'live', reason: 'environment_mismatch' }]);
  });
});
