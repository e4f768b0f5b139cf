import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryResultRow } from 'pg';
import { readLedger } from '../ledger/ledger-file.js';
import type { PublishLine, RequestLine } from '../ledger/lines.js';
import { reconcile } from '../ledger/reconcile.js';
import type { Tally } from '../ledger/reconcile.js';
import type { Behaviour } from '../processes/behaviours.js';
import type { PublishPlan } from '../processes/publish-plan.js';
import type { SeededRandom } from '../seeded-random.js';
import { ChaosPostgres } from './chaos-postgres.js';
import { ChaosRedis } from './chaos-redis.js';
import { DELIVERY_ROWS, queryOnce, UNSETTLED } from './delivery-rows.js';
import type { DeliveryRowResult, Unsettled } from './delivery-rows.js';
import { AdminApi } from './lab-tenant.js';
import type { LabTenant } from './lab-tenant.js';
import { ProductProcess } from './product-process.js';
import { Publishing } from './publishing.js';
import { ChaosReceiver } from './receiver.js';

export interface LabOptions {
  directory: string;
  /** The compiled main file. */
  main: string;
  random: SeededRandom;
  scale: number;
  note: (line: string) => void;
}

export interface StartOptions {
  /** On top of the lab's settings. */
  env?: Record<string, string>;
  /** The URL of a module that is loaded before the product and changes a package that it uses. */
  preload?: string;
}

export type PublishOptions = { tenant: LabTenant; count: number; ratePerSecond: number } & Partial<
  Pick<PublishPlan, 'batch' | 'atOnce' | 'type' | 'data' | 'subjects' | 'retryUntilAccepted'>
> & { idempotencyKeys?: boolean };

/** Short times, so that a run shows in a minute what takes hours elsewhere. */
const SETTINGS = {
  NODE_ENV: 'development',
  LOG_LEVEL: 'warn',
  RATE_LIMIT_PER_MINUTE: '1000000',
  DELIVERY_TIMEOUT_MS: '3000',
  LEASE_MARGIN_MS: '2000',
  RETRY_SCHEDULE: '1,1,1,2,2,5,5,5,5,5,5',
};

/** The environment of one scenario, with its own services, processes and ledgers. */
export class ChaosLab {
  readonly admin: AdminApi;
  readonly apis: ProductProcess[] = [];
  readonly workers: ProductProcess[] = [];
  private readonly receivers: ChaosReceiver[] = [];
  private readonly publishings: Publishing[] = [];
  private readonly ends: (() => unknown)[] = [];
  private readonly adminKey = randomBytes(32).toString('hex');
  private readonly encryptionKeys = `chaos:${randomBytes(32).toString('base64')}`;
  private startedPostgres: ChaosPostgres | undefined;
  private startedRedis: ChaosRedis | undefined;

  constructor(private readonly options: LabOptions) {
    this.admin = new AdminApi(() => this.apis.find((api) => api.isReady)?.url ?? '', this.adminKey);
  }

  get random(): SeededRandom {
    return this.options.random;
  }

  get directory(): string {
    return this.options.directory;
  }

  /** A line of progress on the error output. */
  note(line: string): void {
    this.options.note(line);
  }

  /** A count of a full run, shrunk as `--scale` says. */
  scaled(count: number, least = 1): number {
    return Math.max(least, Math.round(count * this.options.scale));
  }

  get postgres(): ChaosPostgres {
    if (!this.startedPostgres) throw new Error('PostgreSQL was not started.');
    return this.startedPostgres;
  }

  get redis(): ChaosRedis {
    if (!this.startedRedis) throw new Error('Redis was not started.');
    return this.startedRedis;
  }

  /** Starts a database server for this scenario; `settings` are those of PostgreSQL. */
  async startPostgres(settings: Record<string, string> = {}): Promise<ChaosPostgres> {
    const postgres = await ChaosPostgres.create(join(this.directory, 'postgres'), settings);
    this.startedPostgres = postgres;
    this.ends.push(() => postgres.stop());
    return postgres;
  }

  /** From now on this server has the truth: a standby that was promoted. */
  follow(postgres: ChaosPostgres): void {
    this.startedPostgres = postgres;
  }

  /** Registers a function that runs after everything started later has ended. */
  atEnd(end: () => unknown): void {
    this.ends.push(end);
  }

  async startRedis(): Promise<ChaosRedis> {
    const redis = await ChaosRedis.create();
    this.startedRedis = redis;
    this.ends.push(() => redis.stop());
    return redis;
  }

  /** PostgreSQL, Redis, one api and the workers. */
  async startAll(workers: number, options: StartOptions = {}): Promise<void> {
    await Promise.all([this.startPostgres(), this.startRedis()]);
    await this.startApi(1, options);
    await this.startWorkers(workers, options);
  }

  startApi(count = 1, options: StartOptions = {}): Promise<ProductProcess[]> {
    return this.startProduct('api', count, options);
  }

  startWorkers(count: number, options: StartOptions = {}): Promise<ProductProcess[]> {
    return this.startProduct('worker', count, options);
  }

  async startReceiver(behaviour: Behaviour = { kind: 'answer' }): Promise<ChaosReceiver> {
    const ledger = this.file(`receiver-${this.receivers.length + 1}.jsonl`);
    const receiver = await ChaosReceiver.start(ledger, behaviour);
    this.receivers.push(receiver);
    this.ends.push(() => receiver.stop());
    return receiver;
  }

  /** A tenant with one endpoint, which takes everything. */
  async createReceivingTenant(
    receiver: ChaosReceiver,
    fields: Record<string, unknown> = {},
  ): Promise<LabTenant & { endpointId: string }> {
    const tenant = await this.admin.createTenant('Chaos');
    const { id } = await this.admin.createEndpoint(tenant, { url: receiver.url(), ...fields });
    return { ...tenant, endpointId: id };
  }

  /** Begins to publish; every answer goes into the ledger. */
  publishSteadily(options: PublishOptions): Publishing {
    const { tenant, idempotencyKeys = false, retryUntilAccepted = false, ...rest } = options;
    if (retryUntilAccepted && !idempotencyKeys) {
      throw new Error('Who publishes again without an idempotency key makes another event.');
    }
    const nth = this.publishings.length + 1;
    const publishing = new Publishing({
      urls: this.apis.map(({ url }) => url),
      key: tenant.publisherKey,
      tenantId: tenant.id,
      ledger: this.file(`published-${nth}.jsonl`),
      keys: idempotencyKeys ? `chaos-${nth}` : null,
      retryUntilAccepted,
      batch: 1,
      atOnce: 200,
      type: 'session.created',
      data: {},
      subjects: 0,
      ...rest,
    });
    this.publishings.push(publishing);
    this.ends.push(() => publishing.stop());
    return publishing;
  }

  /** Waits until nothing is pending; gives the moment. Throws after `withinMs`, with what is left. */
  async settle(withinMs = 120_000): Promise<number> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const left = await this.unsettled().catch((error: unknown) => String(error));
      if (typeof left !== 'string' && left.pending + left.queued + left.fanouts === 0) {
        return Date.now();
      }
      if (Date.now() > deadline) throw new Error(`Not settled: ${JSON.stringify(left)}`);
      await sleep(100);
    }
  }

  /** Compares the three ledgers as they are now. */
  async reconcile(): Promise<Tally> {
    const rows = await this.query<DeliveryRowResult>(DELIVERY_ROWS);
    return reconcile({ published: this.published(), received: this.received(), rows });
  }

  /** The ledgers of all publishers so far. */
  published(): PublishLine[] {
    return this.publishings.flatMap(({ ledger }) => readLedger<PublishLine>(ledger));
  }

  /** The ledgers of all receivers so far. */
  received(): RequestLine[] {
    return this.receivers.flatMap(({ ledger }) => readLedger<RequestLine>(ledger));
  }

  query<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return queryOnce<Row>(this.postgres.url, sql, values);
  }

  /** The process that signs its requests so, if it still lives that life. */
  processOf(sender: string): ProductProcess | undefined {
    return [...this.apis, ...this.workers].find((process) => process.sender === sender);
  }

  /** Attempts that ended with their worker. */
  async lostAttempts(): Promise<number> {
    const [row] = await this.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM attempts WHERE error_class = 'worker_lost'`,
    );
    return row?.count ?? 0;
  }

  /** Processes that ended unexpectedly. */
  crashes(): string[] {
    return [...this.apis, ...this.workers].flatMap((process) => process.crashes);
  }

  /** Ends everything, the youngest first. */
  async end(): Promise<void> {
    for (const end of this.ends.splice(0).toReversed()) await end();
  }

  private async unsettled(): Promise<Unsettled> {
    const [left] = await this.query<Unsettled>(UNSETTLED);
    if (!left) throw new Error('PostgreSQL counts nothing.');
    return left;
  }

  private startProduct(
    role: 'api' | 'worker',
    count: number,
    { env = {}, preload }: StartOptions,
  ): Promise<ProductProcess[]> {
    const known = role === 'api' ? this.apis : this.workers;
    const first = known.length + 1;
    return Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const name = `${role}-${first + index}`;
        const process = await ProductProcess.start({
          ...this.programOf(preload),
          name,
          log: this.file(`${name}.log`),
          env: { ...SETTINGS, ...this.connections(), ROLE: role, ...env },
        });
        known.push(process);
        this.ends.push(() => process.kill());
        return process;
      }),
    );
  }

  /** What changes a package has to reach the one that is used: the bundle has its own, the modules beside it have not. */
  private programOf(preload: string | undefined): { main: string; nodeFlags?: string[] } {
    const { main } = this.options;
    if (preload === undefined) return { main };
    return { main: join(main, '..', '..', 'src', 'main.js'), nodeFlags: ['--import', preload] };
  }

  private connections(): Record<string, string> {
    return {
      DATABASE_URL: this.postgres.url,
      REDIS_URL: this.redis.url,
      ADMIN_API_KEY: this.adminKey,
      ENCRYPTION_KEYS: this.encryptionKeys,
    };
  }

  private file(name: string): string {
    return join(this.directory, name);
  }
}
