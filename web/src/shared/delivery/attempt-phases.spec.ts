import { expect, it } from 'vitest';
import type { Schemas } from '../../api/client';
import { phasesOf, waitBefore } from './attempt-phases';

const NO_TIMINGS = { dns_ms: null, connect_ms: null, tls_ms: null, first_byte_ms: null };

function attempt(changes: Partial<Schemas['Attempt']>): Schemas['Attempt'] {
  return {
    id: 'att_1',
    number: 1,
    trigger: 'automatic',
    url: 'https://example.com/',
    ip: null,
    started_at: '2026-01-01T00:00:10.000Z',
    duration_ms: 100,
    timings: NO_TIMINGS,
    request: { headers: {}, body_hash: null },
    response: null,
    error: null,
    suspicious_success: false,
    ...changes,
  };
}

it('puts the parts one behind the other, up to the end', () => {
  const timings = { dns_ms: 5, connect_ms: 10, tls_ms: 20, first_byte_ms: 60 };
  expect(phasesOf(attempt({ timings }))).toEqual([
    { name: 'DNS', from: 0, to: 5 },
    { name: 'Connect', from: 5, to: 15 },
    { name: 'TLS', from: 15, to: 35 },
    { name: 'First byte', from: 35, to: 95 },
    { name: 'End', from: 95, to: 100 },
  ]);
});

it('leaves out what did not happen, and names a wait without an answer', () => {
  const timings = { ...NO_TIMINGS, connect_ms: 10 };
  expect(phasesOf(attempt({ timings })).map(({ name }) => name)).toEqual(['Connect', 'Waiting']);
});

it('counts the wait from the creation, then from the end of the former attempt', () => {
  const first = attempt({});
  expect(waitBefore(first, undefined, '2026-01-01T00:00:07.500Z')).toBe(2.5);
  const second = attempt({ started_at: '2026-01-01T00:00:15.100Z' });
  expect(waitBefore(second, first, '2026-01-01T00:00:00.000Z')).toBe(5);
  expect(waitBefore(first, second, '2026-01-01T00:00:00.000Z')).toBe(0);
});
