import { describe, expect, it } from 'vitest';
import { verdictOn } from './verdict.js';
import type { Candidate, Replayed, ReplayRules } from './verdict.js';

const rules = (status: Replayed, more: Partial<ReplayRules> = {}): ReplayRules => ({
  status,
  types: null,
  takes: () => true,
  carries: () => true,
  ...more,
});

const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  type: 'session.created',
  is_sandbox: false,
  has_body: true,
  is_redacted: false,
  status: null,
  reason: null,
  is_queued: false,
  is_out: false,
  ...more,
});

const asked = (more: Partial<Candidate>) =>
  (['failed', 'missing', 'all'] as const).map((status) =>
    verdictOn(candidate(more), rules(status)),
  );

describe('what a replay does with an event', () => {
  it.each([
    ['missing', {}, [undefined, { action: 'new' }, { action: 'new' }]],
    ['failed', { status: 'failed' }, [{ action: 'restart' }, undefined, { action: 'restart' }]],
    [
      'set aside',
      { status: 'held', reason: 'poison' },
      [{ action: 'restart' }, undefined, { action: 'restart' }],
    ],
    ['succeeded', { status: 'succeeded' }, [undefined, undefined, { action: 'once_more' }]],
    ['skipped', { status: 'skipped' }, [undefined, undefined, { action: 'once_more' }]],
    ['cancelled', { status: 'cancelled' }, [undefined, undefined, undefined]],
    [
      'pending',
      { status: 'pending', is_queued: true },
      [undefined, undefined, { skip: 'already_pending' }],
    ],
    [
      'held with its endpoint',
      { status: 'held', reason: 'endpoint_paused' },
      [undefined, undefined, { skip: 'already_pending' }],
    ],
    [
      'failed and retried by hand',
      { status: 'failed', is_queued: true },
      [{ skip: 'already_pending' }, undefined, { skip: 'already_pending' }],
    ],
    ['a test', { status: 'failed', is_out: true }, [undefined, undefined, undefined]],
  ])('that is %s', (_, fields, expected) => {
    expect(asked(fields)).toEqual(expected);
  });

  it('that the endpoint would not get is nothing, unless it has a delivery', () => {
    const closed = rules('all', { takes: () => false });
    expect(verdictOn(candidate(), closed)).toBeUndefined();
    expect(verdictOn(candidate({ status: 'failed' }), closed)).toEqual({ action: 'restart' });
  });

  it('of another type is nothing', () => {
    const some = rules('all', { types: ['case.*', 'session.expired'] });
    expect(verdictOn(candidate(), some)).toBeUndefined();
    for (const type of ['case.approved', 'session.expired']) {
      expect(verdictOn(candidate({ type }), some)).toEqual({ action: 'new' });
    }
  });

  it('that cannot be sent is said to be so, for the first reason that applies', () => {
    const all = rules('all', { carries: () => false });
    const gone = { has_body: false, is_redacted: true };
    expect(verdictOn(candidate(gone), all)).toEqual({ skip: 'redacted' });
    expect(verdictOn(candidate({ has_body: false }), all)).toEqual({ skip: 'retention_expired' });
    expect(verdictOn(candidate(), all)).toEqual({ skip: 'format_cannot_carry' });
    expect(verdictOn(candidate({ ...gone, status: 'pending' }), all)).toEqual({
      skip: 'already_pending',
    });
  });
});
