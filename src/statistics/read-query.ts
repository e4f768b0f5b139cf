import { invalid, parseId } from '../common/index.js';
import { parseMoment, sandboxOnly } from '../http/index.js';
import { DIMENSIONS, MEASURES } from './measures.js';
import type { Dimension, Measure, Step } from './measures.js';
import type { StatisticsQuery } from './statistics.dto.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_DAYS = 90;

/** A request for statistics, read and checked. */
export interface StatisticsRequest {
  /** Tenants (UUIDs); null: all. */
  tenantIds: readonly string[] | null;
  measures: readonly Measure[];
  by: readonly Dimension[];
  /** Null: both. */
  isSandbox: boolean | null;
  /** Whole hours, in epoch milliseconds. */
  sinceMs: number;
  untilMs: number;
  step: Step | undefined;
  /** UUID */
  endpointId: string | undefined;
}

/**
 * Reads the query of a request.
 *
 * @throws AppError 422 that names the parameter and what exists
 */
export function readQuery(
  query: StatisticsQuery,
  tenantIds: readonly string[] | null,
  { nowMs, ofTenant }: { nowMs: number; ofTenant: boolean },
): StatisticsRequest {
  const dimensions = ofTenant ? DIMENSIONS.filter((name) => name !== 'tenant') : DIMENSIONS;
  return {
    tenantIds,
    measures: query.measures === undefined ? MEASURES : names('measures', query.measures, MEASURES),
    by: query.by === undefined ? [] : names('by', query.by, dimensions),
    isSandbox: sandboxOnly(query.environment),
    ...readWindow(query, nowMs),
    step: query.step,
    endpointId:
      query.endpoint_id === undefined ? undefined : parseId('endpoint', query.endpoint_id),
  };
}

function names<Name extends string>(
  parameter: string,
  text: string,
  known: readonly Name[],
): readonly Name[] {
  const isKnown = (name: string): name is Name => known.some((one) => one === name);
  const given = text.split(',').map((name) => name.trim());
  const found = given.filter(isKnown);
  if (found.length === given.length) return [...new Set(found)];
  const unknown = given.find((name) => !isKnown(name)) ?? '';
  const message = `${parameter} has ${unknown === '' ? 'an empty name' : `"${unknown}"`}; there are ${known.join(', ')}`;
  throw invalid([{ pointer: `/${parameter}`, code: 'unknown_name', message }]);
}

function readWindow(
  { since, until }: StatisticsQuery,
  nowMs: number,
): { sinceMs: number; untilMs: number } {
  const untilMs = (until === undefined ? undefined : parseMoment(until)) ?? nowMs;
  const sinceMs = (since === undefined ? undefined : parseMoment(since)) ?? untilMs - DAY_MS;
  if (sinceMs >= untilMs) {
    const message = 'since must be earlier than until, which is now if it is absent';
    throw invalid([{ pointer: '/since', code: 'invalid_window', message }]);
  }
  if (untilMs - sinceMs > MOST_DAYS * DAY_MS) {
    const message = `since must be at most ${MOST_DAYS} days before until: statistics are kept for ${MOST_DAYS} days`;
    throw invalid([{ pointer: '/since', code: 'window_too_long', message }]);
  }
  return {
    sinceMs: Math.floor(sinceMs / HOUR_MS) * HOUR_MS,
    untilMs: Math.ceil(untilMs / HOUR_MS) * HOUR_MS,
  };
}
