import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose rows the statements of some work may reach: those of one tenant (its UUID), or all. */
export type Scope = { readonly tenantId: string } | 'system';

const current = new AsyncLocalStorage<Scope>();

/** The member of staff whose request the work belongs to. */
const staff = new AsyncLocalStorage<string>();

/** Runs work that may reach the rows of one tenant only; the database refuses the others. */
export function asTenant<Result>(tenantId: string, work: () => Result): Result {
  return current.run({ tenantId }, work);
}

/**
 * Runs work that may reach the rows of all tenants: a look-up that a tenant's request needs across tenants, work that
 * is shared between callers, or work that begins by itself.
 */
export function asSystem<Result>(work: () => Result): Result {
  return staff.exit(() => current.run('system', work));
}

/** Runs work in a given scope; undefined: in none, so that it has to name one. */
export function inScope<Result>(scope: Scope | undefined, work: () => Result): Result {
  if (scope !== undefined) return current.run(scope, work);
  return current.getStore() === undefined ? work() : current.exit(work);
}

/** Runs the work of a request of staff; `caller` names the key or the session. */
export function forStaff<Result>(caller: string, work: () => Result): Result {
  return staff.run(caller, work);
}

/**
 * Returns whose share of what all callers use the work under way takes: that of its tenant, or of a member of staff;
 * undefined: of neither.
 */
export function shareInUse(): string | undefined {
  const scope = current.getStore();
  return typeof scope === 'object' ? scope.tenantId : staff.getStore();
}

/** Returns the scope of the work under way; undefined: it has named none. */
export function scopeInUse(): Scope | undefined {
  return current.getStore();
}

/** The same for statements: work that has named no scope reaches no rows. */
export function requireScope(): Scope {
  const scope = current.getStore();
  if (scope !== undefined) return scope;
  throw new Error('A statement was sent by work that names no scope (asTenant, asSystem).');
}
