import { Socket } from 'node:net';
import type { ClientConfig, QueryConfig, QueryResult } from 'pg';
import { requireScope } from '../../common/index.js';
import type { Scope } from '../../common/index.js';
import { ResilientClient } from './clients.js';

/** The options of a `ScopedClient`, beside those of every client. */
export interface ScopedClientConfig extends ClientConfig {
  /** Behind a pooler: the statements that begin a transaction and set its settings, as one string. */
  beginWith?: string;
  /** The role of statements in the scope of a tenant. Absent: they are refused. */
  tenantRole?: string;
  /** A statement that hears nothing for so many milliseconds fails with ETIMEDOUT. Absent: it waits for ever. */
  silenceMs?: number;
}

/** A statement that names its scope; otherwise it has that of the work that sends it, and none is refused. */
export interface ScopedQuery extends QueryConfig {
  scope?: Scope;
}

type Answer = (error: Error | null, result?: QueryResult) => void;
type Send = (...query: unknown[]) => Promise<QueryResult>;

const BEGINS = /^\s*(BEGIN|START\s+TRANSACTION)\b/i;
const ENDS = /^\s*(COMMIT|END|ABORT|ROLLBACK(?!\s+TO))\b/i;
const GOES_BACK = /^\s*ROLLBACK\s+TO\b/i;
const UUID = /^[\da-f-]{36}$/;

/**
 * A connection on which each statement reaches the rows of its scope only: one in the scope of a tenant runs in a
 * transaction under the role of tenants, for which the policies of the tables hold.
 *
 * Behind a pooler nothing outlives a transaction: each statement may reach another server process, with the settings
 * of its former client. So every statement outside of a transaction gets one that begins with the settings, and no
 * statement has a name. All parts of one statement are sent at once and take one round trip.
 */
export class ScopedClient extends ResilientClient {
  private readonly send: Send;
  private readonly beginWith: string | undefined;
  private readonly tenantRole: string | undefined;
  private isInTransaction = false;
  /** The scope of the transaction's role; undefined: unknown, after a return to a savepoint. */
  private scope: Scope | undefined;
  private isWaiting = false;

  constructor({ beginWith, tenantRole, silenceMs, ...config }: ScopedClientConfig = {}) {
    super({
      ...config,
      ...(beginWith !== undefined && { pipeline: true }),
      ...(silenceMs !== undefined && {
        stream: () => socketThatHears(silenceMs, () => this.isWaiting),
      }),
    });
    this.on('drain', () => (this.isWaiting = false));
    this.beginWith = beginWith;
    this.tenantRole = tenantRole;
    const send = super.query.bind(this) as Send;
    this.send = (...query) => {
      this.isWaiting = true;
      return send(...query);
    };
    this.query = this.queryInScope.bind(this) as ResilientClient['query'];
  }

  /** Takes the arguments of `Client.query`: values and callback are optional, the last callback is called. */
  private queryInScope(
    query: string | ScopedQuery,
    ...rest: (unknown[] | Answer | undefined)[]
  ): Promise<QueryResult> | undefined {
    const {
      text,
      scope = requireScope(),
      ...config
    }: ScopedQuery = typeof query === 'string' ? { text: query } : query;
    const isPlain = this.beginWith === undefined && !this.isInTransaction && !BEGINS.test(text);
    if (isPlain && scope === 'system') return this.send(query, ...rest);
    const answer = rest.findLast((one) => typeof one === 'function');
    const values = rest.find((one) => Array.isArray(one));
    // A plan is for one role, and a pooler leads to other server processes.
    const { name, ...unnamed } = config;
    const isNamed = name !== undefined && this.beginWith === undefined && scope === 'system';
    const sent = { ...unnamed, text, ...(values && { values }), ...(isNamed && { name }) };
    const result = this.route(sent, scope);
    if (!answer) return result;
    // An error that the callback throws is no failure of the query.
    result.then(
      (rows) => process.nextTick(answer, null, rows),
      (error: unknown) => process.nextTick(answer, error),
    );
    return undefined;
  }

  private async route(query: QueryConfig, scope: Scope): Promise<QueryResult> {
    const { text } = query;
    if (BEGINS.test(text)) return this.begin(text, scope);
    if (!this.isInTransaction) return this.runAlone(query, scope);
    if (ENDS.test(text)) this.isInTransaction = false;
    else if (GOES_BACK.test(text)) this.scope = undefined;
    else if (!isSame(scope, this.scope)) await this.change(scope);
    return this.send(query);
  }

  private async begin(text: string, scope: Scope): Promise<QueryResult> {
    const begin = this.beginning(text, scope);
    this.isInTransaction = true;
    this.scope = scope;
    try {
      return await this.send(begin);
    } catch (error) {
      this.isInTransaction = false;
      await this.send('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private async change(scope: Scope): Promise<void> {
    this.scope = undefined;
    await this.send(this.roleOf(scope));
    this.scope = scope;
  }

  /** A `COMMIT` after a failed statement rolls the transaction back. */
  private async runAlone(query: QueryConfig, scope: Scope): Promise<QueryResult> {
    const begin = this.beginning('BEGIN', scope);
    if (this.beginWith === undefined) return this.runInTurn(begin, query);
    const [begun, done, committed] = await Promise.allSettled([
      this.send(begin),
      this.send(query),
      this.send('COMMIT'),
    ]);
    if (begun.status === 'rejected') throw begun.reason;
    if (done.status === 'rejected') throw done.reason;
    if (committed.status === 'rejected') throw committed.reason;
    return done.value;
  }

  /** A connection without a pooler takes one statement at a time. */
  private async runInTurn(begin: string, query: QueryConfig): Promise<QueryResult> {
    try {
      await this.send(begin);
      const result = await this.send(query);
      await this.send('COMMIT');
      return result;
    } catch (error) {
      await this.send('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private beginning(text: string, scope: Scope): string {
    const begin = this.beginWith ?? text;
    return scope === 'system' ? begin : `${begin}; ${this.roleOf(scope)}`;
  }

  private roleOf(scope: Scope): string {
    if (scope === 'system') return 'SET LOCAL ROLE NONE';
    const { tenantRole } = this;
    if (tenantRole === undefined || !UUID.test(scope.tenantId)) {
      throw new Error('This connection serves no tenant.');
    }
    return `SET LOCAL ROLE ${this.escapeIdentifier(tenantRole)}; SET LOCAL postrider.tenant TO '${scope.tenantId}'`;
  }
}

function isSame(one: Scope, other: Scope | undefined): boolean {
  if (one === 'system' || other === 'system' || other === undefined) return one === other;
  return one.tenantId === other.tenantId;
}

/** A connection at rest is silent too, and may be so for as long as the pool keeps it. */
function socketThatHears(silenceMs: number, isWaiting: () => boolean): Socket {
  const socket = new Socket();
  socket.setTimeout(silenceMs, () => {
    if (!isWaiting()) return;
    const message = `The database was silent for ${silenceMs} ms`;
    socket.destroy(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
  });
  return socket;
}
