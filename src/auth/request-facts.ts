import { AsyncLocalStorage } from 'node:async_hooks';

/** What the audit log keeps of the request that an action came with. */
export interface RequestFacts {
  /** Of the socket: addresses in headers are not trusted. */
  address: string | null;
  /** Null where the entry is about many requests. */
  requestId: string | null;
  /** The `reason` of the body. */
  reason: string | null;
}

const current = new AsyncLocalStorage<RequestFacts>();

/** Returns the facts of the request that is being handled; undefined outside of requests. */
export function requestFacts(): RequestFacts | undefined {
  return current.getStore();
}

/** Runs the handling of a request under its facts. */
export function withFacts<T>(facts: RequestFacts, work: () => T): T {
  return current.run(facts, work);
}

/** Returns the `reason` of a body, or null. */
export function reasonIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('reason' in body)) return null;
  return typeof body.reason === 'string' ? body.reason : null;
}
