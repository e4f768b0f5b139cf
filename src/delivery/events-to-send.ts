import { dataOf, labelsOf } from '../database/index.js';
import type { HotPool, Vault } from '../database/index.js';
import { loadEvents } from './load-events.query.js';
import type { EventToSendRow } from './load-events.query.js';

/** An event in the clear, for memory only. */
export interface EventToSend {
  id: string;
  tenantId: string;
  type: string;
  createdAt: Date;
  sequence: number;
  subject: string | null;
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
    const [bodies, subjects] = await Promise.all([
      this.vault.openMany(
        rows.map((row) => ({ context: dataOf(row.id), sealed: row.sealed_data })),
      ),
      this.subjects(rows),
    ]);
    return new Map(
      rows.map(({ id, tenant_id: tenantId, type, created_at: createdAt, sequence }, index) => {
        const dataJson = bodies[index]?.toString('utf8') ?? '{}';
        const subject = subjects.get(id) ?? null;
        return [id, { id, tenantId, type, createdAt, sequence, subject, dataJson }];
      }),
    );
  }

  private async subjects(rows: readonly EventToSendRow[]): Promise<Map<string, string | null>> {
    const sealed = rows.flatMap(({ id, sealed_labels }) =>
      sealed_labels ? [{ context: labelsOf(id), sealed: sealed_labels }] : [],
    );
    const opened = await this.vault.openMany(sealed);
    return new Map(
      opened.map((text, index) => {
        const { subject } = JSON.parse(text.toString('utf8')) as { subject: string | null };
        return [sealed[index]?.context.id ?? '', subject];
      }),
    );
  }
}
