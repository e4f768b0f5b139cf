import type { ClientConfig, QueryConfig, QueryResult } from 'pg';
import { SturdyClient } from '../sturdy-client.js';

/** What a `PooledClient` is made with, beside what every client is. */
export interface PooledClientConfig extends ClientConfig {
  /** Begins a transaction and gives it its settings, as one string of statements. */
  beginWith?: string;
}

type Answer = (error: Error | null, result?: QueryResult) => void;
type Send = (query: string | QueryConfig, values?: unknown[]) => Promise<QueryResult>;

const BEGINS = /^\s*(BEGIN|START\s+TRANSACTION)\b/i;
const ENDS = /^\s*(COMMIT|END|ABORT|ROLLBACK(?!\s+TO))\b/i;

/**
 * A connection through a pooler, on which nothing outlives a transaction: each statement may meet
 * another server process, with the settings of its former client. So every statement gets a
 * transaction that begins with the settings, unless it is in one, and is parsed without a name. What
 * belongs to one statement is sent at once and takes one round trip.
 */
export class PooledClient extends SturdyClient {
  private readonly send: Send;
  private readonly beginWith: string;
  private isInTransaction = false;

  constructor({ beginWith = 'BEGIN', ...config }: PooledClientConfig = {}) {
    super({ ...config, pipeline: true });
    this.beginWith = beginWith;
    this.send = super.query.bind(this) as Send;
    this.query = this.queryInTransaction.bind(this) as SturdyClient['query'];
  }

  /** Takes what `Client.query` takes: values and callback are optional, the last one given answers. */
  private queryInTransaction(
    query: string | QueryConfig,
    ...rest: (unknown[] | Answer | undefined)[]
  ): Promise<QueryResult> | undefined {
    const answer = rest.findLast((one) => typeof one === 'function');
    const values = rest.find((one) => Array.isArray(one));
    const { text, name: _name, ...config } = typeof query === 'string' ? { text: query } : query;
    const result = this.route({ ...config, text, ...(values && { values }) });
    if (!answer) return result;
    // The answer may throw, which is none of the query's failures.
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

  /** A `COMMIT` after a statement that failed takes the transaction back. */
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
