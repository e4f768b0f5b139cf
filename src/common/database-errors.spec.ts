import { describe, expect, it } from 'vitest';
import { isOutage } from './database-errors.js';

const withCode = (code: string): Error => Object.assign(new Error('said no'), { code });

describe('an outage', () => {
  it.each([
    '08006',
    '53100',
    '53300',
    '57014',
    '57P01',
    '57P03',
    '58030',
    '25006',
    '40P01',
    '55P03',
  ])('is what SQLSTATE %s says', (state) => {
    expect(isOutage(withCode(state))).toBe(true);
  });

  it.each(['22001', '23505', '42P01', '25001', 'P0001', '28P01'])('is not SQLSTATE %s', (state) => {
    expect(isOutage(withCode(state))).toBe(false);
  });

  it('is found under the error of a driver, and among several', () => {
    expect(isOutage({ driverError: withCode('57P01') })).toBe(true);
    expect(isOutage(new AggregateError([new Error('?'), withCode('ECONNREFUSED')]))).toBe(true);
    expect(isOutage(new AggregateError([new Error('?')]))).toBe(false);
  });

  it('is a connection that ended or was not had, and no other mishap', () => {
    expect(isOutage(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isOutage(new Error('timeout exceeded when trying to connect'))).toBe(true);
    expect(isOutage(new TypeError('x is not a function'))).toBe(false);
    expect(isOutage(undefined)).toBe(false);
  });
});
