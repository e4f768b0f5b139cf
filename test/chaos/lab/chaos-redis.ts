import { Redis } from 'ioredis';
import { startRedis } from '../../support/services/start-redis.js';
import type { TestRedis } from '../../support/services/start-redis.js';

/** A Redis without persistence, which may be killed and come back empty on its port. */
export class ChaosRedis {
  private constructor(private running: TestRedis) {}

  static async create(): Promise<ChaosRedis> {
    return new ChaosRedis(await startRedis());
  }

  get url(): string {
    return this.running.url;
  }

  /** SIGKILL: what it held is lost. */
  kill(): Promise<void> {
    return this.running.kill();
  }

  stop(): Promise<void> {
    return this.running.stop();
  }

  /** After `kill` or `stop`. */
  async start(): Promise<void> {
    this.running = await startRedis({ port: this.running.port });
  }

  /** Number of evicted keys. */
  async flushAll(): Promise<number> {
    const client = new Redis(this.url);
    try {
      const keys = await client.dbsize();
      await client.flushall();
      return keys;
    } finally {
      client.disconnect();
    }
  }
}
