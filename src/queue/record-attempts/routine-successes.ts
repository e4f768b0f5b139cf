import { LRUCache } from 'lru-cache';
import type { AttemptEntry } from './attempt-entry.js';

/** How often the health of an endpoint hears of routine successes. */
const REPORT_EVERY_MS = 1_000;
/** The window of the breaker, which compares failures with successes: in it each success is reported. */
const AFTER_FAILURE_MS = 60_000;
const MAX_ENDPOINTS = 20_000;

interface Known {
  reportedAtMs: number;
  failedAtMs: number;
  /** Successes that the endpoint's health has not heard of. */
  unreported: number;
}

/** Decides which successes are recorded without a word on their endpoint's health, and counts them. */
export class RoutineSuccesses {
  private readonly endpoints = new LRUCache<string, Known>({ max: MAX_ENDPOINTS });

  /** To be called for all entries of a batch before the first `isSilent` of them. */
  noteFailures(entries: readonly AttemptEntry[], nowMs: number): void {
    for (const { endpointId, health } of entries) {
      if (health !== null && health !== 'ok') this.known(endpointId).failedAtMs = nowMs;
    }
  }

  /** Returns whether the attempt needs no report to the health of its endpoint; it is then counted. */
  isSilent({ endpointId, isRoutine = false }: AttemptEntry, nowMs: number): boolean {
    if (!isRoutine) return false;
    const known = this.known(endpointId);
    if (nowMs - known.failedAtMs < AFTER_FAILURE_MS) return false;
    if (nowMs - known.reportedAtMs >= REPORT_EVERY_MS) return false;
    known.unreported += 1;
    return true;
  }

  /** Returns how many successes an entry that is reported stands for: its own and those counted before. */
  takeSuccesses({ endpointId, health }: AttemptEntry, nowMs: number): number {
    if (health === null) return 0;
    const known = this.known(endpointId);
    const successes = (health === 'ok' ? 1 : 0) + known.unreported;
    known.unreported = 0;
    known.reportedAtMs = nowMs;
    return successes;
  }

  private known(endpointId: string): Known {
    const found = this.endpoints.get(endpointId);
    if (found) return found;
    const known = { reportedAtMs: -Infinity, failedAtMs: -Infinity, unreported: 0 };
    this.endpoints.set(endpointId, known);
    return known;
  }
}
