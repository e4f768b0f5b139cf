import { expect, it } from 'vitest';
import { takes } from './takes';

it.each([
  [null, 'session.approved', true],
  [null, 'endpoint.failing', false],
  [['*'], 'session.approved', true],
  [['*'], 'endpoint.failing', false],
  [['session.*'], 'session.a.b', true],
  [['session.*'], 'sessions.a', false],
  [['session.approved'], 'session.approved', true],
  [['endpoint.*'], 'endpoint.failing', true],
  [[], 'session.approved', false],
])('%j takes %s: %s', (patterns, type, isTaken) => {
  expect(takes(patterns, type)).toBe(isTaken);
});
