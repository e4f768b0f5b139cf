import type { Schemas } from '../../api/client';

type Attempt = Schemas['Attempt'];

/** A part of an attempt, in milliseconds from its start. */
export interface Phase {
  name: string;
  from: number;
  to: number;
}

/**
 * The parts of an attempt in the order in which they happen: DNS, connect, TLS, first byte, end. A part that
 * did not happen, as with a connection that was open already, is left out.
 */
export function phasesOf({ timings, duration_ms: duration }: Attempt): Phase[] {
  const parts = [
    ['DNS', timings.dns_ms],
    ['Connect', timings.connect_ms],
    ['TLS', timings.tls_ms],
    ['First byte', timings.first_byte_ms],
  ] as const;
  const phases: Phase[] = [];
  let at = 0;
  for (const [name, length] of parts) {
    if (length === null) continue;
    phases.push({ name, from: at, to: at + length });
    at += length;
  }
  if (duration > at)
    phases.push({
      name: timings.first_byte_ms === null ? 'Waiting' : 'End',
      from: at,
      to: duration,
    });
  return phases;
}

/** Seconds between the moment from which an attempt could be sent (the creation, or the end of the former one) and its start. */
export function waitBefore(
  attempt: Attempt,
  former: Attempt | undefined,
  createdAt: string,
): number {
  const since =
    former === undefined
      ? new Date(createdAt).getTime()
      : new Date(former.started_at).getTime() + former.duration_ms;
  return Math.max(0, (new Date(attempt.started_at).getTime() - since) / 1000);
}
