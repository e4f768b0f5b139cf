import { describe, expect, it } from 'vitest';
import type { DeliveryRow, PublishLine, RequestLine } from './lines.js';
import { reconcile } from './reconcile.js';

const accepted = (id: string, atMs = 0): PublishLine => ({
  n: 0,
  try: 1,
  sentAtMs: 0,
  atMs,
  status: 202,
  id,
  deliveries: 1,
});

const request = (event: string, fields: Partial<RequestLine> = {}): RequestLine => ({
  arrivedAtMs: 0,
  atMs: 10,
  path: '/hook',
  event,
  delivery: `of ${event}`,
  attempt: 1,
  sha256: 'same',
  sender: 'worker-1.1',
  answered: 200,
  kept: true,
  ...fields,
});

const row = (event: string, fields: Partial<DeliveryRow> = {}): DeliveryRow => ({
  event,
  delivery: `of ${event}`,
  status: 'succeeded',
  reason: null,
  attempts: 1,
  queued: false,
  ...fields,
});

describe('the three ledgers', () => {
  it('agree on what was accepted, taken by the receiver and settled', () => {
    const tally = reconcile({
      published: [accepted('a')],
      received: [request('a')],
      rows: [row('a')],
    });
    expect(tally).toMatchObject({ accepted: 1, delivered: 1, lost: 0, duplicates: 0, losses: [] });
  });

  it('count what is visibly given up, kept back or under way as that', () => {
    const rows = [
      row('a', { status: 'failed' }),
      row('b', { status: 'held' }),
      row('c', { status: 'skipped' }),
      row('d', { status: 'pending', queued: true }),
    ];
    const published = ['a', 'b', 'c', 'd'].map((id) => accepted(id));
    expect(reconcile({ published, received: [], rows })).toMatchObject({
      accepted: 4,
      delivered: 0,
      failed: 1,
      held: 1,
      skipped: 1,
      pending: 1,
      lost: 0,
    });
  });

  it.each([
    ['an event without a row', []],
    ['an event without the delivery it was said to have', [row('a', { delivery: null })]],
    ['a success that no receiver took', [row('a')]],
    ['a delivery that nothing will pick up', [row('a', { status: 'pending' })]],
  ])('call %s lost', (_, rows) => {
    const tally = reconcile({ published: [accepted('a')], received: [], rows });
    expect(tally).toMatchObject({ accepted: 1, delivered: 0, lost: 1 });
    expect(tally.losses).toHaveLength(1);
  });

  it('count repeated successes of one delivery, and name those that differ', () => {
    const received = [
      request('a'),
      request('a', { attempt: 2, sha256: 'other' }),
      request('b', { answered: 500, kept: false }),
      request('b', { attempt: 2 }),
    ];
    const published = [accepted('a'), accepted('b')];
    expect(reconcile({ published, received, rows: [row('a'), row('b')] })).toMatchObject({
      delivered: 2,
      duplicates: 1,
      repeated: ['of a'],
      altered: ['of a'],
    });
  });

  it('count separately the events whose 202 did not reach the publisher', () => {
    const tally = reconcile({ published: [], received: [request('a')], rows: [row('a')] });
    expect(tally).toMatchObject({ accepted: 0, delivered: 0, unanswered: 1, lost: 0 });
  });

  it('measure the longest time without a delivery while one was outstanding', () => {
    const published = [accepted('a', 0), accepted('b', 100), accepted('c', 5000)];
    const received = [
      request('a', { atMs: 50 }),
      request('b', { atMs: 900 }),
      request('c', { atMs: 5100 }),
    ];
    const rows = [row('a'), row('b'), row('c')];
    expect(reconcile({ published, received, rows }).longestGapMs).toBe(800);
  });
});
