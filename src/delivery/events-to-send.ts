import { dataOf } from '../database/index.js';
import type { HotPool, Vault } from '../database/index.js';
import { loadEvents } from './load-events.query.js';

/** An event in the clear, for memory only. */
export interface EventToSend {
  id: string;
  type: string;
  createdAt: Date;
  sequence: number;
  /** The JSON text of `data` as it was stored. */
  dataJson: string;
}

/** Reads and decrypts events, each once however many deliveries ask for it. */
export class EventsToSend {
  constructor(
    private readonly pool: HotPool,
    private readonly vault: Vault,
  ) {}

  /** By id. An event without a body is not in the map. */
  async load(eventIds: readonly string[]): Promise<Map<string, EventToSend>> {
    const rows = await this.pool.run(loadEvents, [[...new Set(eventIds)]]);
    const bodies = await this.vault.openMany(
      rows.map((row) => ({ context: dataOf(row.id), sealed: row.sealed_data })),
    );
    return new Map(
      rows.map(({ id, type, created_at: createdAt, sequence }, index) => [
        id,
        { id, type, createdAt, sequence, dataJson: bodies[index]?.toString('utf8') ?? '{}' },
      ]),
    );
  }
}
