import { describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '../queue/index.js';
import type { PreparedEndpoint } from '../channels/index.js';
import type { OutgoingEvent } from '../events/index.js';
import { planRequests } from './plan-requests.js';
import type { Recipient } from './plan-requests.js';

const LISTED: Recipient = {
  address: 'a@example.com',
  isListed: true,
  isOnHold: false,
  isUnconfirmed: false,
};

const claimOf = (n: number, changes: Partial<ClaimedDelivery> = {}): ClaimedDelivery =>
  ({
    delivery_id: `d${n}`,
    event_id: `e${n}`,
    endpoint_id: 'ep',
    attempt_number: 1,
    trigger: 'automatic',
    ...changes,
  }) as ClaimedDelivery;

function plan(
  claims: ClaimedDelivery[],
  endpoint: Pick<PreparedEndpoint, 'channel' | 'maxBatchItems'> & Partial<PreparedEndpoint>,
  recipients: Record<string, Recipient> = {},
  dataJson = '{}',
) {
  const events = claims.map(({ event_id: id }): [string, OutgoingEvent] => [
    id,
    { id, type: 'session.created', dataJson } as OutgoingEvent,
  ]);
  const prepared = { id: 'ep', format: 'topic', ...endpoint } as PreparedEndpoint;
  return planRequests(
    claims,
    { events: new Map(events), endpoints: new Map([['ep', prepared]]) },
    {
      formerRequests: new Map(
        claims.map(({ delivery_id: id, attempt_number: n }) => [id, `request ${n}`]),
      ),
      recipients: new Map(Object.entries(recipients)),
      members: new Map(),
    },
  );
}

const sizes = ({ requests }: ReturnType<typeof plan>) => requests.map(({ items }) => items.length);

describe('planRequests', () => {
  const email = { channel: 'email', maxBatchItems: 1 } as const;
  const slack = { channel: 'slack', maxBatchItems: 50 } as const;

  it('sends to each recipient for itself', () => {
    const other = { ...LISTED, address: 'b@example.com' };
    const { requests } = plan([claimOf(1), claimOf(2)], email, { d1: LISTED, d2: other });
    expect(requests.map(({ recipient }) => recipient)).toEqual(['a@example.com', 'b@example.com']);
  });

  it('sends nothing that was claimed before support moved the endpoint, by hand or not', () => {
    const moved = { ...slack, isPendingConfirmation: true };
    const claims = [claimOf(1), claimOf(2, { trigger: 'manual' })];
    const fate = { status: 'held', reason: 'endpoint_paused' };
    expect(plan(claims, moved)).toMatchObject({ requests: [], unsendable: [{ fate }, { fate }] });
  });

  it('keeps what is for an address on hold, unless it is requested by hand', () => {
    const recipients = { d1: { ...LISTED, isOnHold: true } };
    expect(plan([claimOf(1)], email, recipients)).toMatchObject({
      requests: [],
      unsendable: [{ fate: { status: 'held', reason: 'address_on_hold' } }],
    });
    expect(sizes(plan([claimOf(1, { trigger: 'manual' })], email, recipients))).toEqual([1]);
  });

  it('cancels what is for an address that is no longer a recipient', () => {
    expect(plan([claimOf(1)], email, { d1: { ...LISTED, isListed: false } })).toMatchObject({
      requests: [],
      unsendable: [{ fate: { status: 'cancelled', reason: 'recipient_removed' } }],
    });
  });

  it('puts off a delivery of an unknown recipient', () => {
    expect(plan([claimOf(1)], email).unsendable).toMatchObject([{ fate: 'postponed' }]);
  });

  it('makes one message of all that was claimed for Slack, retries and large events included', () => {
    const claims = [claimOf(1), claimOf(2, { attempt_number: 2 }), claimOf(3)];
    expect(sizes(plan(claims, slack, {}, `"${'x'.repeat(600_000)}"`))).toEqual([3]);
    expect(sizes(plan(claims, { ...slack, maxBatchItems: 2 }))).toEqual([2, 1]);
  });

  it('keeps retries to a webhook with those of the request before', () => {
    const claims = [claimOf(1), claimOf(2, { attempt_number: 2 }), claimOf(3)];
    expect(sizes(plan(claims, { channel: 'webhook', maxBatchItems: 50 }))).toEqual([2, 1]);
  });
});
