import { describe, expect, it } from 'vitest';
import { AppError } from '../common/index.js';
import { requireTypes, splitTypes, wants } from './subscription.js';
import type { Subscription } from './subscription.js';

const KNOWN = new Set(['session.created', 'complianceRecord']);

const codesOf = (subscription: Subscription): string[] => {
  try {
    requireTypes(subscription, KNOWN);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.status).toBe(422);
    return (error.details.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
  }
};

describe('a subscription', () => {
  it('reads names and prefixes between commas', () => {
    expect(splitTypes(undefined)).toBeNull();
    expect(splitTypes('session.*, complianceRecord')).toEqual(['session.*', 'complianceRecord']);
  });

  it('refuses types that do not exist, and those that its format cannot carry', () => {
    expect(codesOf({ format: 'topic', types: ['session.*', 'session.created', '*'] })).toEqual([]);
    expect(codesOf({ format: 'topic', types: null })).toEqual([]);
    expect(codesOf({ format: 'topic', types: [''] })).toEqual(['/types malformed_event_type']);
    expect(codesOf({ format: 'topic', types: ['session.creatd'] })).toEqual([
      '/types unknown_event_type',
    ]);
    expect(codesOf({ format: 'callback', types: ['session.created'] })).toEqual([
      '/types format_cannot_carry',
    ]);
  });

  it('wants what an endpoint with these types and this format would get', () => {
    expect(wants({ format: 'envelope', types: null }, 'session.created')).toBe(true);
    expect(wants({ format: 'envelope', types: null }, 'endpoint.disabled')).toBe(false);
    expect(wants({ format: 'envelope', types: ['endpoint.*'] }, 'endpoint.disabled')).toBe(true);
    expect(wants({ format: 'callback', types: null }, 'session.created')).toBe(false);
    expect(wants({ format: 'envelope', types: ['check.*'] }, 'session.created')).toBe(false);
  });
});
