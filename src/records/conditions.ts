import { decodeCursor, firstUuidAt } from '../common/index.js';
import type { Environment } from '../http/index.js';
import { parseMoment, sandboxOnly } from '../http/index.js';
import type { Piece } from './look-back.js';

/** Tenants (UUIDs) to look at; null: all. */
export type Scope = readonly string[] | null;

/** The WHERE of a list whose filters come from a request: values are bound, never written into it. */
export class Conditions {
  private readonly all: string[] = [];

  constructor(private readonly bound: unknown[] = []) {}

  /** Parameters in the order of their numbers. */
  get values(): readonly unknown[] {
    return this.bound;
  }

  /** The placeholder that stands for the value. */
  bind(value: unknown): string {
    this.bound.push(value);
    return `$${this.bound.length}`;
  }

  /** Other conditions of the same statement, whose values have numbers of the same row. */
  fork(): Conditions {
    return new Conditions(this.bound);
  }

  add(condition: string): this {
    this.all.push(condition);
    return this;
  }

  equals(column: string, value: string | number | boolean): this {
    return this.add(`${column} = ${this.bind(value)}`);
  }

  /** Every row where the filter was not given. */
  mayEqual(column: string, value: string | number | boolean | undefined): this {
    return value === undefined ? this : this.equals(column, value);
  }

  /** Within the tenants of the scope. An index has the rows of one tenant in their order. */
  within(column: string, scope: Scope): this {
    if (scope === null) return this;
    const [only] = scope;
    if (only !== undefined && scope.length === 1) return this.equals(column, only);
    return this.add(`${column} = ANY (${this.bind(scope)}::uuid[])`);
  }

  /** Of tenants that are not deleted. */
  ofLiving(column: string): this {
    return this.add(
      `EXISTS (SELECT FROM tenants t WHERE t.id = ${column} AND t.deleted_at IS NULL)`,
    );
  }

  /** An exact event type, a prefix like `session.*`, or `*`. */
  type(column: string, pattern: string | undefined): this {
    if (pattern === undefined || pattern === '*') return this;
    if (!pattern.endsWith('.*')) return this.equals(column, pattern);
    return this.add(`starts_with(${column}, ${this.bind(pattern.slice(0, -1))})`);
  }

  /** Of the sandbox, or live; `isSandbox` is an expression. */
  environment(isSandbox: string, environment: Environment | undefined): this {
    return this.mayEqual(isSandbox, sandboxOnly(environment) ?? undefined);
  }

  /** Ids of the window. */
  window(column: string, range: Range): this {
    return this.inPiece(column, windowOf(range));
  }

  /** Ids of the piece. */
  inPiece(column: string, { from, before }: Piece): this {
    if (from !== undefined) this.add(`${column} >= ${this.bind(from)}`);
    if (before !== undefined) this.add(`${column} < ${this.bind(before)}`);
    return this;
  }

  toString(): string {
    return this.all.length > 0 ? this.all.join(' AND ') : 'true';
  }
}

/** From `since` on, before `until`, after the cursor: all three are bounds of a UUIDv7 key. */
interface Range {
  since?: string;
  until?: string;
  cursor?: string;
}

export function windowOf({ since, until, cursor }: Range): Piece {
  const ends = [boundOf(until), decodeCursor(cursor)].filter((end) => end !== undefined);
  return { from: boundOf(since), before: ends.toSorted()[0] };
}

function boundOf(moment: string | undefined): string | undefined {
  const epochMs = moment === undefined ? undefined : parseMoment(moment);
  return epochMs === undefined ? undefined : firstUuidAt(epochMs);
}
