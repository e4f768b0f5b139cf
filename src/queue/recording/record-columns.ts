import { byteaArray } from '../../database/index.js';
import { isSuspiciousSuccess } from './suspicious-success.js';
import type { AttemptEntry, AttemptFacts, NextState, SealedEntry } from './attempt-entry.js';

/** PostgreSQL stores no NUL in text, and a receiver can put one into an error. */
const withoutNul = (text: string | null | undefined): string | null =>
  text?.replaceAll('\0', '\uFFFD') ?? null;

const rounded = (durationMs: number | null | undefined): number | null =>
  durationMs == null ? null : Math.round(durationMs * 100) / 100;

/** One array per parameter of `recordAttempts`, in its order. */
export function recordColumns(batch: readonly SealedEntry[]): unknown[] {
  const each = <T>(pick: (entry: AttemptEntry) => T): T[] => batch.map(({ entry }) => pick(entry));
  const fact = <T>(pick: (attempt: AttemptFacts) => T): (T | null)[] =>
    each(({ attempt }) => attempt && pick(attempt));
  const next = <T>(pick: (state: NextState) => T): (T | null)[] =>
    each(({ next: state }) => state && pick(state));
  return [
    each(({ deliveryId }) => deliveryId),
    each(({ endpointId }) => endpointId),
    each(({ fence }) => fence),
    each(({ attempt }) => attempt?.number ?? 0),
    fact(({ id }) => id),
    fact(({ trigger }) => trigger),
    fact(({ url }) => url),
    fact(({ ip }) => ip),
    fact(({ startedAt }) => startedAt),
    fact(({ durationMs }) => Math.round(durationMs)),
    fact(({ timings }) => rounded(timings.dns_ms)),
    fact(({ timings }) => rounded(timings.connect_ms)),
    fact(({ timings }) => rounded(timings.tls_ms)),
    fact(({ timings }) => rounded(timings.first_byte_ms)),
    byteaArray(fact(({ bodyHash }) => bodyHash)),
    fact(({ responseStatus }) => responseStatus),
    fact(({ error }) => error?.class ?? null),
    fact(({ error }) => withoutNul(error?.message)),
    byteaArray(batch.map(({ sealed }) => sealed)),
    each(({ succeeded }) => succeeded),
    next(({ status }) => status),
    next(({ reason }) => reason),
    next(({ delayMs }) => delayMs),
    next(({ step }) => step),
    each(({ health }) => health),
    each(({ heldBackMs }) => heldBackMs),
    fact(({ format }) => format),
    fact(isSuspiciousSuccess),
  ];
}
