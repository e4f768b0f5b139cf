import { expect, it } from 'vitest';
import { overTime } from './over-time';

const NOW = Date.parse('2026-03-04T10:20:00Z');

it('fills the hours in which nothing happened', () => {
  const { times, rows } = overTime([{ time: '2026-03-04T09:00:00Z', events: 3 }], '24h', NOW);
  expect(times).toHaveLength(24);
  expect(times[0]).toBe('2026-03-03T11:00:00.000Z');
  expect(times.at(-1)).toBe('2026-03-04T10:00:00.000Z');
  expect(rows.slice(-2)).toEqual([{ time: '2026-03-04T09:00:00Z', events: 3 }, null]);
});

it('has one row for each day of the last month', () => {
  const { times, rows } = overTime([{ time: '2026-03-01T00:00:00Z', events: 1 }], '30d', NOW);
  expect(times).toHaveLength(30);
  expect(times.at(-1)).toBe('2026-03-04T00:00:00.000Z');
  expect(rows.at(-4)).toMatchObject({ events: 1 });
});
