import { createHash } from 'node:crypto';
import { parseMoment } from '../records/index.js';
import { checkEventTypes, invalidTypes } from '../catalogue/index.js';
import { firstUuidAt } from '../common/index.js';
import type { FieldError } from '../common/index.js';
import type { Reach } from './candidates.query.js';
import type { StartReplayDto } from './replay.dto.js';
import type { Replayed } from './verdict.js';

/** A request that makes sense. */
export interface Ask {
  status: Replayed;
  types: string[] | null;
  sinceMs: number;
  untilMs: number;
  /** Of what was asked for: the same request has the same. */
  digest: Buffer;
}

const MAX_TYPES = 100;
const HOUR_MS = 3_600_000;
/** Records are kept for so long. */
const KEPT_MS = 7 * 366 * 24 * HOUR_MS;

/** Throws the 422 with every field that is wrong. */
export function readAsk(
  { since, until, status, types }: StartReplayDto,
  { nowMs, knownTypes }: { nowMs: number; knownTypes: ReadonlySet<string> },
): Ask {
  const sinceMs = parseMoment(since) ?? nowMs;
  const askedUntilMs = until === undefined ? undefined : parseMoment(until);
  const errors = [
    ...checkWindow(sinceMs, askedUntilMs, nowMs),
    ...(types === undefined ? [] : checkTypes(types, knownTypes)),
  ];
  if (errors.length > 0) throw invalidTypes(errors);
  const names = types === undefined ? null : [...new Set(types as string[])].toSorted();
  const request = JSON.stringify([status, names, sinceMs, askedUntilMs ?? null]);
  return {
    status,
    types: names,
    sinceMs,
    untilMs: Math.min(askedUntilMs ?? nowMs, nowMs),
    digest: createHash('sha256').update(request).digest(),
  };
}

/**
 * Where its events and deliveries are. A delivery is made after its event, give or take the clocks of
 * two processes.
 */
export function reachOf(
  { status, sinceMs, untilMs }: Pick<Ask, 'status' | 'sinceMs' | 'untilMs'>,
  { tenantId, endpointId }: { tenantId: string; endpointId: string },
  startedMs: number,
): Reach {
  return {
    status,
    tenantId,
    endpointId,
    events: [firstUuidAt(sinceMs), firstUuidAt(untilMs)],
    deliveries: [firstUuidAt(sinceMs - HOUR_MS), firstUuidAt(startedMs + HOUR_MS)],
  };
}

function checkWindow(sinceMs: number, untilMs: number | undefined, nowMs: number): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (field: string, code: string, message: string): void => {
    errors.push({ pointer: `/${field}`, code, message });
  };
  if (sinceMs > nowMs) refuse('since', 'in_future', 'must not lie in the future');
  if (sinceMs < nowMs - KEPT_MS) {
    refuse(
      'since',
      'not_stored',
      'lies before anything that is stored: records are kept for 7 years',
    );
  }
  if (untilMs !== undefined && untilMs <= sinceMs) {
    refuse('until', 'before_since', 'must lie after since');
  }
  return errors;
}

function checkTypes(types: unknown, names: ReadonlySet<string>): FieldError[] {
  if (Array.isArray(types) && types.length > MAX_TYPES) {
    const message = `may hold at most ${MAX_TYPES} names; use wildcards`;
    return [{ pointer: '/types', code: 'too_many_types', message }];
  }
  return checkEventTypes(types, names).map((error) => ({
    ...error,
    pointer: error.pointer.replace('/event_types', '/types'),
    message: error.message.replace('event_types', 'types'),
  }));
}
