import { describe, expect, it } from 'vitest';
import { didYouMean, suggestTypes } from './suggest-types.js';

const NAMES = [
  'session.created',
  'session.approved',
  'session.rejected',
  'check.completed',
  'check.monitoring.new_hits',
  'complianceRecord',
];

describe('suggestTypes', () => {
  it.each([
    ['sesion.*', ['session.*']],
    ['sessions.*', ['session.*']],
    ['SESSION.*', ['session.*']],
    ['session*', ['session.*']],
    ['check.monitor.*', ['check.monitoring.*', 'check.*']],
    ['session', ['session.*', 'session.created', 'session.approved']],
    ['session.craeted', ['session.created', 'session.*']],
    ['session-created', ['session.created', 'session.*']],
    ['Session.Created', ['session.created', 'session.*']],
    ['session.nothing.like.it', ['session.*']],
    ['compliance_record', ['complianceRecord']],
    ['nothing.*', []],
    ['', []],
    ['*.*', []],
  ])('proposes for %s %j', (wanted, expected) => {
    expect(suggestTypes(wanted, NAMES, { withPatterns: true })).toEqual(expected);
  });

  it.each([
    ['session.aproved', ['session.approved']],
    ['session_created', ['session.created']],
    ['check.monitoring', ['check.monitoring.new_hits']],
    ['approved', ['session.approved']],
    ['sesion.*', []],
  ])('proposes no pattern where only names may stand: for %s %j', (wanted, expected) => {
    expect(suggestTypes(wanted, NAMES, { withPatterns: false })).toEqual(expected);
  });

  it('compares the beginning of what is too long only', () => {
    const long = 'session.'.repeat(100_000);
    expect(suggestTypes(long, NAMES, { withPatterns: true })).toEqual(['session.*']);
  });
});

describe('didYouMean', () => {
  it.each([
    [[], ''],
    [['a.*'], ' Did you mean a.*?'],
    [['a', 'b'], ' Did you mean a or b?'],
    [['a', 'b', 'c'], ' Did you mean a, b or c?'],
  ])('says %j as %j', (names, text) => {
    expect(didYouMean(names)).toBe(text);
  });
});
