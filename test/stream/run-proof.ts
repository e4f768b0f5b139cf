import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/database/embedded/index.js';
import { startProduct } from '../bench/product-process.js';
import { guard } from '../support/services/guard.js';
import { startRedis } from '../support/services/start-redis.js';
import { failuresOf, proveStream } from './prove-stream.js';

interface ProofOptions {
  events: number;
  disconnects: number;
  /** The compiled product. */
  main: string;
}

/** Starts everything, proves, prints; answers whether it holds. */
export async function runProof({ events, disconnects, main }: ProofOptions): Promise<boolean> {
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'postrider-stream-'));
    await chmod(dataDir, 0o711);
    ends.push(() => rm(dataDir, { recursive: true, force: true }));
    const log = { info: () => undefined, warn: () => undefined };
    const postgres = await startEmbeddedPostgres({ dataDir, log });
    const kept = guard({ pid: postgres.pid });
    ends.push(
      async () => kept.forget(),
      () => postgres.stop(),
    );
    const redis = await startRedis();
    ends.push(() => redis.stop());
    const adminKey = randomBytes(32).toString('hex');
    const settings = {
      NODE_ENV: 'development',
      LOG_LEVEL: 'warn',
      WORKER_CONCURRENCY: '200',
      ADMIN_API_KEY: adminKey,
      ENCRYPTION_KEYS: `proof:${randomBytes(32).toString('base64')}`,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
    };
    const start = async (ROLE: string): Promise<string> => {
      const options = { nodeFlags: [], profileDir: undefined };
      const product = await startProduct({ main, settings: { ...settings, ROLE }, options });
      ends.push(() => product.stop());
      return product.url;
    };
    const urls = [await start('api'), await start('api')] as const;
    await start('worker');
    const proof = {
      urls,
      adminKey,
      databaseUrl: postgres.url,
      events,
      disconnects,
      webhooksWithinMs: 60_000 + events * 20,
    };
    const findings = await proveStream(proof);
    const { report, listed, streamed, webhooks, seconds } = findings;
    console.log(
      `${streamed} events on the stream, ${listed} in REST, ${webhooks} at the webhook; ` +
        `${report.disconnects} disconnects, ${report.repeated} events twice; ${seconds} s`,
    );
    const failures = failuresOf(proof, findings);
    for (const failure of failures) console.log(`FAILED: ${failure}`);
    if (failures.length === 0) console.log('the same events, in order, with the same bodies');
    return failures.length === 0;
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
