import { describe, expect, it } from 'vitest';
import { checkEventTypes, matchesType } from './match-type.js';

describe('matchesType', () => {
  it.each([
    [['session.created'], 'session.created', true],
    [['session.created'], 'session.created.again', false],
    [['session.*'], 'session.created', true],
    [['check.*'], 'check.monitoring.new_hits', true],
    [['check.monitoring.*'], 'check.completed', false],
    [['session.*'], 'session', false],
    [['session.*'], 'sessions.created', false],
    [['*'], 'complianceRecord', true],
    [['*'], 'endpoint.disabled', false],
    [['*', 'endpoint.failing'], 'endpoint.failing', true],
    [['endpoint.failing'], 'endpoint.disabled', false],
    [['*'], 'endpoints.moved', true],
    [['a', 'endpoint.*'], 'endpoint.disabled', true],
    [[], 'session.created', false],
    [undefined, 'session.created', true],
    [null, 'session.created', true],
    [undefined, 'endpoint.disabled', false],
  ])('%j takes %s: %s', (patterns, type, expected) => {
    expect(matchesType(patterns, type)).toBe(expected);
  });
});

describe('checkEventTypes', () => {
  const isKnown = (type: string) => type === 'session.created';

  it('takes known names and any well-formed wildcard', () => {
    expect(checkEventTypes(['session.created', 'nothing.yet.*', '*'], isKnown)).toEqual([]);
  });

  it('names what it does not know', () => {
    const [error] = checkEventTypes(['*', 'session.craeted'], isKnown);
    expect(error).toMatchObject({ pointer: '/event_types/1', code: 'unknown_event_type' });
    expect(error?.message).toContain('session.craeted');
  });

  it.each(['', 'session*', '*.created', 'a.*.b', 'session.', '.*', '**', 'a b', 7, null])(
    'refuses %j as malformed',
    (pattern) => {
      expect(checkEventTypes([pattern], isKnown)).toMatchObject([
        { pointer: '/event_types/0', code: 'malformed_event_type' },
      ]);
    },
  );

  it.each([[[]], ['session.*'], [{}], [null]])('refuses %j as no list of names', (patterns) => {
    expect(checkEventTypes(patterns, isKnown)).toMatchObject([{ pointer: '/event_types' }]);
  });
});
