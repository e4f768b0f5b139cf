import { describe, expect, it } from 'vitest';
import { decideAction } from './decide-action.js';
import type { Candidate, ReplaySelection, ReplayRules } from './decide-action.js';

const rules = (status: ReplaySelection, more: Partial<ReplayRules> = {}): ReplayRules => ({
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
  is_excluded: false,
  ...more,
});

const decisionsOn = (more: Partial<Candidate>) =>
  (['failed', 'missing', 'all'] as const).map((status) =>
    decideAction(candidate(more), rules(status)),
  );

describe('the action of a replay on an event', () => {
  it.each([
    ['missing', {}, [undefined, { action: 'new' }, { action: 'new' }]],
    ['failed', { status: 'failed' }, [{ action: 'restart' }, undefined, { action: 'restart' }]],
    [
      'set aside',
      { status: 'held', reason: 'poison' },
      [{ action: 'restart' }, undefined, { action: 'restart' }],
    ],
    ['succeeded', { status: 'succeeded' }, [undefined, undefined, { action: 'resend_once' }]],
    ['skipped', { status: 'skipped' }, [undefined, undefined, { action: 'resend_once' }]],
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
    ['a test', { status: 'failed', is_excluded: true }, [undefined, undefined, undefined]],
  ])('that is %s', (_, fields, expected) => {
    expect(decisionsOn(fields)).toEqual(expected);
  });

  it('that the endpoint does not take is none, unless it has a delivery', () => {
    const closed = rules('all', { takes: () => false });
    expect(decideAction(candidate(), closed)).toBeUndefined();
    expect(decideAction(candidate({ status: 'failed' }), closed)).toEqual({ action: 'restart' });
  });

  it('of another type is none', () => {
    const some = rules('all', { types: ['case.*', 'session.expired'] });
    expect(decideAction(candidate(), some)).toBeUndefined();
    for (const type of ['case.approved', 'session.expired']) {
      expect(decideAction(candidate({ type }), some)).toEqual({ action: 'new' });
    }
  });

  it('that cannot be sent is to skip it, for the first reason that applies', () => {
    const all = rules('all', { carries: () => false });
    const gone = { has_body: false, is_redacted: true };
    expect(decideAction(candidate(gone), all)).toEqual({ skip: 'redacted' });
    expect(decideAction(candidate({ has_body: false }), all)).toEqual({
      skip: 'retention_expired',
    });
    expect(decideAction(candidate(), all)).toEqual({ skip: 'format_cannot_carry' });
    expect(decideAction(candidate({ ...gone, status: 'pending' }), all)).toEqual({
      skip: 'already_pending',
    });
  });
});
