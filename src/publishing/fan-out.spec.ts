import { describe, expect, it } from 'vitest';
import { dueIds, planFanout } from './fan-out.js';
import type { FanoutTarget, FanoutTenant } from './fan-out.js';

const endpoint = (changes: Partial<FanoutTarget> = {}): FanoutTarget => ({
  channel: 'webhook',
  recipients: [],
  id: 'e1',
  status: 'active',
  eventTypes: null,
  format: 'envelope',
  environment: 'all',
  waitMs: 0,
  ordered: false,
  ...changes,
});

const tenant = (endpoints: FanoutTarget[], networkDowntimeHandling = false): FanoutTenant => ({
  endpoints,
  networkDowntimeHandling,
});

const approved = { type: 'session.approved', isSandbox: false };

describe('planFanout', () => {
  it('makes one delivery for each recipient, and holds back the one on hold alone', () => {
    const recipients = [
      { address: 'a@example.com', isOnHold: false },
      { address: 'b@example.com', isOnHold: true },
    ];
    const plan = planFanout(approved, tenant([endpoint({ channel: 'email', recipients })]));
    expect(plan.deliveries).toMatchObject([
      { recipient: 'a@example.com', format: 'email', status: 'pending', reason: 'queued' },
      { recipient: 'b@example.com', format: 'email', status: 'held', reason: 'address_on_hold' },
    ]);
    expect(dueIds(plan)).toEqual([plan.deliveries[0]?.id]);
  });

  it('calls the shape of a Slack message by its channel', () => {
    const plan = planFanout(approved, tenant([endpoint({ channel: 'slack' })]));
    expect(plan.deliveries).toMatchObject([{ recipient: null, format: 'slack' }]);
  });

  it('says so where there is no endpoint', () => {
    expect(planFanout(approved, tenant([])).unsent).toEqual([
      { endpointId: null, reason: 'no_endpoint' },
    ]);
  });

  it('queues for an active endpoint', () => {
    const plan = planFanout(approved, tenant([endpoint()]));
    expect(plan.deliveries).toMatchObject([{ endpointId: 'e1', status: 'pending' }]);
    expect(dueIds(plan)).toEqual([plan.deliveries[0]?.id]);
  });

  it.each([
    ['paused', 'endpoint_paused'],
    ['disabled', 'endpoint_disabled'],
  ] as const)('holds from the start what a %s endpoint takes', (status, reason) => {
    const plan = planFanout(approved, tenant([endpoint({ status })]));
    expect(plan.deliveries).toMatchObject([{ status: 'held', reason }]);
    expect(dueIds(plan)).toEqual([]);
  });

  it.each([
    [{ eventTypes: ['check.*'] }, 'type_not_subscribed'],
    [{ environment: 'sandbox' }, 'environment_mismatch'],
    [{ format: 'callback' }, 'format_cannot_carry'],
  ] as [Partial<FanoutTarget>, string][])('gives the reason for %j', (changes, reason) => {
    const plan = planFanout(approved, tenant([endpoint(changes)]));
    expect(plan).toEqual({ deliveries: [], unsent: [{ endpointId: 'e1', reason }] });
  });

  it('sends a type without a dot everywhere but where the format splits it', () => {
    const record = { type: 'complianceRecord', isSandbox: false };
    const targets = [
      endpoint({ id: 'callback', format: 'callback' }),
      endpoint({ id: 'event-type', format: 'event-type' }),
    ];
    const plan = planFanout(record, tenant(targets));
    expect(plan.deliveries).toMatchObject([{ endpointId: 'callback', format: 'callback' }]);
    expect(plan.unsent).toEqual([{ endpointId: 'event-type', reason: 'format_cannot_carry' }]);
  });

  it('sends sandbox events to sandbox endpoints only where they ask for it', () => {
    const sandboxed = { type: 'session.approved', isSandbox: true };
    const targets = [
      endpoint({ id: 'sandbox', environment: 'sandbox' }),
      endpoint({ id: 'live', environment: 'live' }),
    ];
    const plan = planFanout(sandboxed, tenant(targets));
    expect(plan.deliveries.map(({ endpointId }) => endpointId)).toEqual(['sandbox']);
    expect(plan.unsent).toEqual([{ endpointId: 'live', reason: 'environment_mismatch' }]);
  });

  describe('of an event about an endpoint', () => {
    const HELD = { address: 'ada@example.com', isOnHold: true };
    const notice = { type: 'endpoint.failing', isSandbox: false, aboutEndpointId: 'e1' };

    it('takes only endpoints that name it, and says nothing of the others', () => {
      const targets = [
        endpoint({ id: 'exact', eventTypes: ['endpoint.failing'] }),
        endpoint({ id: 'family', eventTypes: ['session.*', 'endpoint.*'] }),
        endpoint({ id: 'another', eventTypes: ['endpoint.disabled'] }),
        endpoint({ id: 'all', eventTypes: ['*'] }),
        endpoint({ id: 'absent' }),
      ];
      const plan = planFanout(notice, tenant(targets));
      expect(plan.deliveries.map(({ endpointId }) => endpointId)).toEqual(['exact', 'family']);
      expect(plan.unsent).toEqual([]);
    });

    it.each([
      ['there is none', []],
      ['it is paused', [{ status: 'paused' as const }]],
      ['no recipient is confirmed', [{ channel: 'email' as const, recipients: [HELD] }]],
      ['it is the one that fails', [{ id: 'e1' }]],
    ])(
      'takes every other webhook of all types where no endpoint that names it can be reached: %s',
      (_why, named) => {
        const targets = [
          ...named.map((one) => endpoint({ id: 'named', eventTypes: ['endpoint.*'], ...one })),
          endpoint({ id: 'absent' }),
          endpoint({ id: 'star', eventTypes: ['*'], environment: 'sandbox' }),
          endpoint({ id: 'some', eventTypes: ['session.*'] }),
          endpoint({ id: 'held', status: 'disabled' }),
          endpoint({ id: 'cannot', format: 'callback' }),
          endpoint({ id: 'slack', channel: 'slack', eventTypes: ['*'] }),
        ];
        const plan = planFanout(notice, tenant(targets));
        const sent = plan.deliveries.filter(({ status }) => status === 'pending');
        expect(sent.map(({ endpointId }) => endpointId)).toEqual(['absent', 'star']);
      },
    );

    it.each([[['endpoint.*']], [null]])(
      'sends an endpoint no event about itself: %j',
      (eventTypes) => {
        const plan = planFanout(notice, tenant([endpoint({ eventTypes })]));
        expect(plan).toEqual({
          deliveries: [],
          unsent: [{ endpointId: 'e1', reason: 'about_itself' }],
        });
      },
    );

    it('minds no environment: it is neither live nor sandbox', () => {
      const eventTypes = ['endpoint.*'];
      const targets = [
        endpoint({ id: 'live', eventTypes, environment: 'live' }),
        endpoint({ id: 'sandbox', eventTypes, environment: 'sandbox' }),
      ];
      expect(planFanout(notice, tenant(targets)).deliveries).toHaveLength(2);
    });
  });

  describe('of results that had to wait for a provider', () => {
    const late = { type: 'identity.verification_completed', isSandbox: false };
    const targets = [endpoint({ id: 'a' }), endpoint({ id: 'b', eventTypes: ['session.*'] })];

    it('keeps them from every endpoint of a tenant without downtime handling', () => {
      expect(planFanout(late, tenant(targets))).toEqual({
        deliveries: [],
        unsent: [
          { endpointId: 'a', reason: 'downtime_handling_off' },
          { endpointId: 'b', reason: 'downtime_handling_off' },
        ],
      });
    });

    it('treats them like all others where the tenant has it', () => {
      const plan = planFanout(late, tenant(targets, true));
      expect(plan.deliveries.map(({ endpointId }) => endpointId)).toEqual(['a']);
      expect(plan.unsent).toEqual([{ endpointId: 'b', reason: 'type_not_subscribed' }]);
    });

    it.each(['identity.created', 'address.verification_completed'])(
      'sends %s, which does not wait, without it',
      (type) => {
        const plan = planFanout({ type, isSandbox: false }, tenant([endpoint()]));
        expect(plan.deliveries).toHaveLength(1);
      },
    );
  });
});
