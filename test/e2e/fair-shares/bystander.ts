import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { createReceivingTenant, eventually, publish } from '../../support/app/index.js';
import type { Postrider, Tenant } from '../../support/app/index.js';
import type { Receiver } from '../../support/receiver.js';

const EVENTS_A_ROUND = 100;
const EVERY_MS = 15;
/** A load begins in the first of them. */
const LEAST_ROUNDS = 3;

/** Milliseconds, the 99th percentile of each. */
export interface Latencies {
  /** From the request to its answer. */
  publish: number;
  /** From the request to the receiver. */
  delivery: number;
  /** From the receiver to the record of the attempt. */
  record: number;
}

export const FIGURES = ['publish', 'delivery', 'record'] as const;
const IMPOSSIBLE: Latencies = { publish: -1, delivery: -1, record: -1 };
const NEVER: Latencies = { publish: Infinity, delivery: Infinity, record: Infinity };

const SETTLED = `
SELECT 'evt_' || replace(event_id::text, '-', '') AS id, (extract(epoch FROM settled_at) * 1000)::float8 AS at
FROM deliveries WHERE tenant_id = $1 AND settled_at IS NOT NULL`;

/** A tenant that publishes at a steady pace and gets its events. */
export class Bystander {
  private constructor(
    private readonly app: Postrider,
    private readonly tenant: Tenant,
    private readonly receiver: Receiver,
    private readonly client: Client,
  ) {}

  static async of(app: Postrider, databaseUrl: string, receiver: Receiver): Promise<Bystander> {
    const { tenant } = await createReceivingTenant(app, { url: receiver.url });
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    return new Bystander(app, tenant, receiver, client);
  }

  /** Returns for each figure that of the round in which it was least. Stops where all are within their bounds. */
  async best(rounds: number, bounds = IMPOSSIBLE): Promise<Latencies> {
    const least = { ...NEVER };
    for (let round = 0; round < rounds; round += 1) {
      const found = await this.round();
      for (const what of FIGURES) least[what] = Math.min(least[what], found[what]);
      if (round + 1 < Math.min(LEAST_ROUNDS, rounds)) continue;
      if (FIGURES.every((what) => least[what] <= bounds[what])) break;
    }
    return least;
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async round(): Promise<Latencies> {
    const sent: Promise<{ id: string; startMs: number; endMs: number }>[] = [];
    for (let n = 0; n < EVENTS_A_ROUND; n += 1) {
      sent.push(this.publishOne());
      await pause(EVERY_MS);
    }
    const events = await Promise.all(sent);
    const settled = await eventually(async () => {
      const { rows } = await this.client.query<{ id: string; at: number }>(SETTLED, [
        this.tenant.id.replace('ten_', ''),
      ]);
      const byId = new Map(rows.map(({ id, at }) => [id, at]));
      if (events.some(({ id }) => !byId.has(id))) throw new Error('Not all are settled.');
      return byId;
    }, 60_000);
    const arrived = new Map(
      this.receiver.requests.map(({ body, receivedAtMs }) => [
        (JSON.parse(body.toString('utf8')) as { id: string }).id,
        receivedAtMs,
      ]),
    );
    return {
      publish: p99(events.map(({ startMs, endMs }) => endMs - startMs)),
      delivery: p99(events.map(({ id, startMs }) => (arrived.get(id) ?? Infinity) - startMs)),
      record: p99(events.map(({ id }) => (settled.get(id) ?? Infinity) - (arrived.get(id) ?? 0))),
    };
  }

  private async publishOne(): Promise<{ id: string; startMs: number; endMs: number }> {
    const startMs = Date.now();
    const { id } = await publish(this.app, this.tenant);
    return { id, startMs, endMs: Date.now() };
  }
}

function p99(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.99) - 1] ?? 0;
}
