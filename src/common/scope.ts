import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose rows the statements of some work may reach: those of one tenant (its UUID), or all. */
export type Scope = { readonly tenantId: string } | 'system';

const current = new AsyncLocalStorage<Scope>();

/** Runs work that may reach the rows of one tenant only; the database refuses the others. */
export function asTenant<Result>(tenantId: string, work: () => Result): Result {
  return current.run({ tenantId }, work);
}

/**
 * Runs work that may reach the rows of all tenants: a look-up that a tenant's request needs across tenants, or work
 * that is shared between callers.
 */
export function asSystem<Result>(work: () => Result): Result {
  return current.run('system', work);
}

/** Runs work in a given scope; undefined: outside of any. */
export function inScope<Result>(scope: Scope | undefined, work: () => Result): Result {
  return scope === undefined ? current.exit(work) : current.run(scope, work);
}

/** Returns the scope of the work under way; undefined: work that no request has begun. */
export function scopeInUse(): Scope | undefined {
  return current.getStore();
}
