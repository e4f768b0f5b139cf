import { describe, expect, it } from 'vitest';
import { AppError } from '../common/index.js';
import { readQuery } from './read-query.js';
import type { StatisticsRequest } from './read-query.js';
import type { StatisticsQuery } from './statistics.dto.js';

const NOW = '2026-03-10T10:20:00Z';

function read(query: Partial<StatisticsQuery>, ofTenant = true): StatisticsRequest {
  const context = { nowMs: Date.parse(NOW), ofTenant };
  return readQuery({ environment: 'live', ...query }, ['t'], context);
}

function refusal(query: Partial<StatisticsQuery>, ofTenant = true): string {
  try {
    read(query, ofTenant);
  } catch (error) {
    if (error instanceof AppError) return error.details.message;
  }
  return '';
}

describe('a query for statistics', () => {
  it('has the last 24 whole hours, live events and all measures unless it says otherwise', () => {
    const { measures, by, isSandbox, sinceMs, untilMs } = read({});
    expect(measures).toContain('oldest_undelivered_seconds');
    expect(by).toEqual([]);
    expect(isSandbox).toBe(false);
    expect(new Date(sinceMs).toISOString()).toBe('2026-03-09T10:00:00.000Z');
    expect(new Date(untilMs).toISOString()).toBe('2026-03-10T11:00:00.000Z');
  });

  it('names what exists where a name does not', () => {
    expect(refusal({ measures: 'deliveries,speed' })).toMatch(/^\/measures: .*"speed".*lag_p95/);
    expect(refusal({ by: 'endpoint,' })).toMatch(/^\/by: .*empty name.*channel/);
  });

  it('takes the dimension "tenant" across tenants only', () => {
    expect(read({ by: 'tenant' }, false).by).toEqual(['tenant']);
    expect(refusal({ by: 'tenant' })).toMatch(/^\/by: .*"tenant"; there are endpoint, type/);
  });

  it('refuses windows that end before they begin, or are longer than 90 days', () => {
    expect(refusal({ since: NOW })).toMatch(/^\/since: .*earlier/);
    expect(refusal({ since: '2025-12-10T10:19:59Z' })).toMatch(/^\/since: .*90 days/);
    expect(read({ since: '2025-12-10T10:20:00Z' }).sinceMs).toBe(
      Date.parse('2025-12-10T10:00:00Z'),
    );
  });
});
