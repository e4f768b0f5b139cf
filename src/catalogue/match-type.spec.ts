import { describe, expect, it } from 'vitest';
import { checkEventTypes, matchesType } from './catalogue.js';

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
  const names = new Set(['session.created', 'endpoint.failing']);

  it('takes names, patterns that match one of them, and the star', () => {
    const patterns = ['session.created', 'session.*', 'endpoint.*', '*'];
    expect(checkEventTypes(patterns, names)).toEqual([]);
  });

  it.each([
    ['session.craeted', ['session.created', 'session.*'], 'no event type "session.craeted"'],
    ['sesion.*', ['session.*'], 'no event type that matches "sesion.*"'],
  ])('names %s as unknown, with the nearest', (wanted, did_you_mean, words) => {
    const [error] = checkEventTypes(['*', wanted], names);
    const code = 'unknown_event_type';
    expect(error).toMatchObject({ pointer: '/event_types/1', code, did_you_mean });
    expect(error?.message).toContain(words);
    expect(error?.message).toContain(`Did you mean ${did_you_mean.join(' or ')}?`);
  });

  it('proposes for the first errors of many only', () => {
    const errors = checkEventTypes(Array(500).fill('sesion.*'), names);
    expect(errors).toHaveLength(500);
    expect(errors.filter((error) => error.did_you_mean)).toHaveLength(10);
  });

  it.each(['', 'session*', '*.created', 'a.*.b', 'session.', '.*', '**', 'a b', 7, null])(
    'refuses %j as malformed',
    (pattern) => {
      expect(checkEventTypes([pattern], names)).toMatchObject([
        { pointer: '/event_types/0', code: 'malformed_event_type' },
      ]);
    },
  );

  it.each([[[]], ['session.*'], [{}], [null]])('refuses %j as no list of names', (patterns) => {
    expect(checkEventTypes(patterns, names)).toMatchObject([{ pointer: '/event_types' }]);
  });
});
