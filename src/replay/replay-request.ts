import { createHash } from 'node:crypto';
import { checkEventTypes, invalidTypes } from '../catalogue/index.js';
import { firstUuidAt } from '../common/index.js';
import type { FieldError } from '../common/index.js';
import { parseMoment } from '../http/index.js';
import type { ReplayWindow } from './candidates.query.js';
import type { StartReplayDto } from './replay.dto.js';
import type { ReplaySelection } from './decide-action.js';

/** A validated request for a replay. */
export interface ReplayRequest {
  status: ReplaySelection;
  types: string[] | null;
  sinceMs: number;
  untilMs: number;
  ratePerSecond: number | null;
  /** SHA-256 of the request as it was sent; equal for equal requests. */
  digest: Buffer;
}

const MAX_TYPES = 100;
const HOUR_MS = 3_600_000;

/** Throws 422 that lists every wrong field. */
export function parseReplayRequest(
  { since, until, status, types, rate_per_second: rate }: StartReplayDto,
  rules: { nowMs: number; recordRetentionDays: number; knownTypes: ReadonlySet<string> },
): ReplayRequest {
  const { nowMs, knownTypes } = rules;
  const sinceMs = parseMoment(since) ?? nowMs;
  const requestedUntilMs = until === undefined ? undefined : parseMoment(until);
  const errors = [
    ...checkWindow(sinceMs, requestedUntilMs, rules),
    ...(types === undefined ? [] : checkTypes(types, knownTypes)),
  ];
  if (errors.length > 0) throw invalidTypes(errors);
  const names = types === undefined ? null : [...new Set(types as string[])].toSorted();
  const asked = [status, names, sinceMs, requestedUntilMs ?? null];
  // Without a rate it is the digest that processes of the former build compute.
  const request = JSON.stringify(rate === undefined ? asked : [...asked, rate]);
  return {
    status,
    types: names,
    sinceMs,
    untilMs: Math.min(requestedUntilMs ?? nowMs, nowMs),
    ratePerSecond: rate ?? null,
    digest: createHash('sha256').update(request).digest(),
  };
}

/**
 * Returns the ranges of ids that a request covers. A delivery is created after its event; the hour of
 * tolerance covers clocks that differ between processes.
 */
export function replayWindowOf(
  { status, sinceMs, untilMs }: Pick<ReplayRequest, 'status' | 'sinceMs' | 'untilMs'>,
  { tenantId, endpointId }: { tenantId: string; endpointId: string },
  startedMs: number,
): ReplayWindow {
  return {
    status,
    tenantId,
    endpointId,
    events: [firstUuidAt(sinceMs), firstUuidAt(untilMs)],
    deliveries: [firstUuidAt(sinceMs - HOUR_MS), firstUuidAt(startedMs + HOUR_MS)],
  };
}

/** Replays reach as far back as records are kept. */
function checkWindow(
  sinceMs: number,
  untilMs: number | undefined,
  { nowMs, recordRetentionDays: days }: { nowMs: number; recordRetentionDays: number },
): FieldError[] {
  const errors: FieldError[] = [];
  const addError = (field: string, code: string, message: string): void => {
    errors.push({ pointer: `/${field}`, code, message });
  };
  if (sinceMs > nowMs) addError('since', 'in_future', 'must not lie in the future');
  if (sinceMs < nowMs - days * 24 * HOUR_MS) {
    addError(
      'since',
      'not_stored',
      `is older than every record: records are kept for ${days} days`,
    );
  }
  if (untilMs !== undefined && untilMs <= sinceMs) {
    addError('until', 'before_since', 'must lie after since');
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
