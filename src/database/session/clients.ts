import { Client } from 'pg';
import type { ClientConfig, QueryConfig, QueryResult } from 'pg';

/**
 * A connection that may break at any moment without ending the process. A statement that waits on it fails
 * all the same, and a pool makes another connection. Between two statements nothing else would hear the error.
 */
export class ResilientClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** The options of a `PooledClient`, beside those of every client. */
export interface PooledClientConfig extends ClientConfig {
  /** The statements that begin a transaction and set its settings, as one string. */
  beginWith?: string;
}

type Answer = (error: Error | null, result?: QueryResult) => void;
type Send = (query: string | QueryConfig, values?: unknown[]) => Promise<QueryResult>;

const BEGINS = /^\s*(BEGIN|START\s+TRANSACTION)\b/i;
const ENDS = /^\s*(COMMIT|END|ABORT|ROLLBACK(?!\s+TO))\b/i;

/**
 * A connection through a pooler, on which nothing outlives a transaction: each statement may reach another
 * server process, with the settings of its former client. So every statement outside of a transaction gets one
 * that begins with the settings, and no statement has a name. All parts of one statement are sent at once and
 * take one round trip.
 */
export class PooledClient extends ResilientClient {
  private readonly send: Send;
  private readonly beginWith: string;
  private isInTransaction = false;

  constructor({ beginWith = 'BEGIN', ...config }: PooledClientConfig = {}) {
    super({ ...config, pipeline: true });
    this.beginWith = beginWith;
    this.send = super.query.bind(this) as Send;
    this.query = this.queryInTransaction.bind(this) as ResilientClient['query'];
  }

  /** Takes the arguments of `Client.query`: values and callback are optional, the last callback is called. */
  private queryInTransaction(
    query: string | QueryConfig,
    ...rest: (unknown[] | Answer | undefined)[]
  ): Promise<QueryResult> | undefined {
    const answer = rest.findLast((one) => typeof one === 'function');
    const values = rest.find((one) => Array.isArray(one));
    const { text, name: _name, ...config } = typeof query === 'string' ? { text: query } : query;
    const result = this.route({ ...config, text, ...(values && { values }) });
    if (!answer) return result;
    // An error that the callback throws is no failure of the query.
    result.then(
      (rows) => process.nextTick(answer, null, rows),
      (error: unknown) => process.nextTick(answer, error),
    );
    return undefined;
  }

  private route(query: QueryConfig): Promise<QueryResult> {
    if (BEGINS.test(query.text)) return this.begin();
    if (!this.isInTransaction) return this.runAlone(query);
    if (ENDS.test(query.text)) this.isInTransaction = false;
    return this.send(query);
  }

  private async begin(): Promise<QueryResult> {
    this.isInTransaction = true;
    try {
      return await this.send(this.beginWith);
    } catch (error) {
      this.isInTransaction = false;
      await this.send('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** A `COMMIT` after a failed statement rolls the transaction back. */
  private async runAlone(query: QueryConfig): Promise<QueryResult> {
    const [begun, done, committed] = await Promise.allSettled([
      this.send(this.beginWith),
      this.send(query),
      this.send('COMMIT'),
    ]);
    if (begun.status === 'rejected') throw begun.reason;
    if (done.status === 'rejected') throw done.reason;
    if (committed.status === 'rejected') throw committed.reason;
    return done.value;
  }
}
