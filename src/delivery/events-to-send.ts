import type { LiveCatalogue } from '../catalogue/index.js';
import type { OutgoingEvent } from '../channels/index.js';
import { dataOf, labelsOf } from '../database/index.js';
import type { HotPool, Vault } from '../database/index.js';
import { loadEvents } from './load-events.query.js';
import type { EventToSendRow } from './load-events.query.js';

/** What is stored sealed beside the data of an event, of what sending asks for. */
interface Labels {
  subject: string | null;
  without_headers?: true;
}

/** Reads and decrypts events, each once however many deliveries ask for it. */
export class EventsToSend {
  constructor(
    private readonly pool: HotPool,
    private readonly vault: Vault,
    private readonly catalogue: LiveCatalogue,
  ) {}

  /** By id. An event whose body has expired is not in the map. */
  async load(eventIds: readonly string[]): Promise<Map<string, OutgoingEvent | 'redacted'>> {
    const found = await this.pool.run(loadEvents, [[...new Set(eventIds)]]);
    const rows = found.filter(hasBody);
    // Some payloads are cut down by their type, which may be younger than this process's last look.
    if (rows.some(({ type }) => !this.catalogue.has(type))) await this.catalogue.refresh();
    const [bodies, labels] = await Promise.all([
      this.vault.openMany(
        rows.map((row) => ({ context: dataOf(row.id), sealed: row.sealed_data })),
      ),
      this.labels(rows),
    ]);
    const events = new Map<string, OutgoingEvent | 'redacted'>(
      found.map(({ id }) => [id, 'redacted']),
    );
    rows.forEach((row, index) => {
      const { subject = null, without_headers: isBare = false } = labels.get(row.id) ?? {};
      events.set(row.id, {
        id: row.id,
        tenantId: row.tenant_id,
        type: row.type,
        createdAt: row.created_at,
        sequence: row.sequence,
        subject,
        dataJson: bodies[index]?.toString('utf8') ?? '{}',
        hasAssets: row.has_assets,
        ...(isBare && { withoutHeaders: true }),
      });
    });
    return events;
  }

  private async labels(rows: readonly EventToSendRow[]): Promise<Map<string, Labels>> {
    const sealed = rows.flatMap(({ id, sealed_labels }) =>
      sealed_labels ? [{ context: labelsOf(id), sealed: sealed_labels }] : [],
    );
    const opened = await this.vault.openMany(sealed);
    return new Map(
      opened.map((text, index) => {
        return [sealed[index]?.context.id ?? '', JSON.parse(text.toString('utf8')) as Labels];
      }),
    );
  }
}

type Readable = EventToSendRow & { sealed_data: Buffer };

function hasBody(row: EventToSendRow): row is Readable {
  return row.sealed_data !== null;
}
