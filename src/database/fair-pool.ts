import { Pool } from 'pg';
import type { PoolClient, PoolConfig } from 'pg';
import { shareInUse, Shares } from '../common/index.js';

/** Longer than any statement of a request takes: the owner waits for its own statements. */
const PATIENCE_MS = 10_000;

type Connected = (
  error: Error | undefined,
  client: PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void;

/**
 * A pool of which the work of one tenant, or of one member of staff, has at most half of the connections. Work that no
 * request has begun, and what is shared between callers, may have all of them.
 */
export class FairPool extends Pool {
  private readonly shares: Shares;
  private readonly ends = new WeakMap<object, () => void>();

  constructor(config: PoolConfig & { max: number }) {
    super(config);
    const running = Math.ceil(config.max / 2);
    this.shares = new Shares({ running, waiting: Infinity, patienceMs: PATIENCE_MS });
    this.on('release', (_error: unknown, client: object) => {
      this.ends.get(client)?.();
      this.ends.delete(client);
    });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | void {
    const owner = shareInUse();
    if (owner === undefined) return callback ? super.connect(callback) : super.connect();
    const connecting = this.connectFor(owner);
    if (!callback) return connecting;
    // An error that the callback throws is no failure to connect.
    connecting.then(
      (client) =>
        process.nextTick(callback, undefined, client, (error?: Error | boolean) =>
          client.release(error),
        ),
      (error: unknown) => process.nextTick(callback, error, undefined, () => undefined),
    );
  }

  private async connectFor(owner: string): Promise<PoolClient> {
    const end = await this.shares.acquire(owner);
    try {
      const client = await super.connect();
      this.ends.set(client, end);
      return client;
    } catch (error) {
      end();
      throw error;
    }
  }
}
