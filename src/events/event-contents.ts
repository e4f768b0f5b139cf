import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { HotPool, sealBytes, statement, Vault } from '../database/index.js';
import type { DataKey, SealContext, SealedItem } from '../database/index.js';

/** The fields that are shown of an event without its data. Sealed like the data, kept as long as the record. */
export interface EventLabels {
  subject: string | null;
  external_ref: string | null;
  /** A test that support sends: it goes out without the endpoint's own headers. */
  without_headers?: true;
  /** The publisher chose the subject, which may repeat what is in the data. */
  is_own_subject?: true;
}

/** The content of an event in the clear, for memory only. */
export interface EventContent {
  /** The JSON text of `data`. */
  dataJson: string;
  labels: EventLabels;
}

/** The two encrypted values of an event. */
export interface SealedEvent {
  data: Buffer;
  labels: Buffer;
}

/** The sealed columns of an event's rows; `labels` is null where the event was redacted. */
interface SealedRow {
  id: string;
  sealed_data: Buffer;
  sealed_labels: Buffer | null;
}

/** An event in the clear, for memory only. Ids are UUIDs. */
export interface OutgoingEvent {
  id: string;
  tenantId: string;
  type: string;
  createdAt: Date;
  sequence: number;
  subject: string | null;
  /** The JSON text of `data` as it was stored. */
  dataJson: string;
  /** The data refers to assets, for which every attempt has links of its own. */
  hasAssets: boolean;
  /** A test by support: none of the endpoint's custom headers goes along, whichever process sends it. */
  withoutHeaders?: true;
}

/** An event as it is stored, from which it is sent; its content is sealed. */
export interface StoredEvent extends Omit<SealedRow, 'sealed_data'> {
  tenant_id: string;
  type: string;
  created_at: Date;
  sequence: number;
  has_assets: boolean;
  /** Null: redacted. */
  sealed_data: Buffer | null;
}

const NO_LABELS: EventLabels = { subject: null, external_ref: null };
const NO_CONTENT: EventContent = { dataJson: '{}', labels: NO_LABELS };

/** Selects `StoredEvent`s by a condition on `e.id`; an event whose body has expired is not answered. */
export const selectStoredEvents = (condition: string): string => `
SELECT e.id, e.tenant_id, e.type, e.created_at, e.sequence, e.sealed_labels, e.has_assets, b.sealed_data
FROM events e LEFT JOIN event_bodies b ON b.event_id = e.id
WHERE ${condition} AND (b.event_id IS NOT NULL OR e.redacted_at IS NOT NULL)
`;

/** The events $1. */
const loadEvents = statement<StoredEvent>(
  'load-events-to-send',
  selectStoredEvents('e.id = ANY ($1::uuid[])'),
);

/** `events.sealed_labels`: the JSON text of `EventLabels`. */
const labelsOf = (eventId: string): SealContext => ({ table: 'events', id: eventId });

/** `event_bodies.sealed_data`: the JSON text of `data`. */
const dataOf = (eventId: string): SealContext => ({ table: 'event_bodies', id: eventId });

/** Returns an event in the form in which it is sent. */
export function outgoingEvent(
  facts: Omit<OutgoingEvent, 'subject' | 'dataJson' | 'withoutHeaders'>,
  { dataJson, labels }: EventContent,
): OutgoingEvent {
  return {
    ...facts,
    subject: labels.subject,
    dataJson,
    ...(labels.without_headers && { withoutHeaders: true }),
  };
}

/** Seals an event (UUID) with its tenant's key: both values open in that event's rows alone. */
export function sealEvent(
  key: DataKey,
  { id, dataJson, labels }: EventContent & { id: string },
): SealedEvent {
  return {
    data: sealBytes(key, dataOf(id), Buffer.from(dataJson)),
    labels: sealBytes(key, labelsOf(id), Buffer.from(JSON.stringify(labels))),
  };
}

/** Seals and opens the content of events. Opening throws `sealed_data_damaged` and the vault's other errors. */
@Injectable()
export class EventContents {
  constructor(
    private readonly vault: Vault,
    private readonly pool: HotPool,
  ) {}

  /** Seals with the key of the tenant (UUID), which is made where the month has none yet. */
  async seal(tenantId: string, content: EventContent & { id: string }): Promise<SealedEvent> {
    return sealEvent(
      this.vault.cachedKey(tenantId) ?? (await this.vault.keyFor(tenantId)),
      content,
    );
  }

  /**
   * Has the tenant's key of the month in memory, so that what is sealed next does not wait for it. Rejects where it
   * cannot be had.
   */
  async prepare(tenantId: string): Promise<void> {
    if (!this.vault.cachedKey(tenantId)) await this.vault.keyFor(tenantId);
  }

  /** Returns events by id, each opened once. An event whose body has expired is not in the map. */
  async load(eventIds: readonly string[]): Promise<Map<string, OutgoingEvent | 'redacted'>> {
    return this.openStored(await this.pool.run(loadEvents, [[...new Set(eventIds)]]));
  }

  /** Returns the events by id, each opened. */
  async openStored(
    stored: readonly StoredEvent[],
  ): Promise<Map<string, OutgoingEvent | 'redacted'>> {
    const rows = stored.filter(hasBody);
    const contents = await this.open(rows);
    const events = new Map<string, OutgoingEvent | 'redacted'>(
      stored.map(({ id }) => [id, 'redacted']),
    );
    rows.forEach((row, index) => {
      const facts = {
        id: row.id,
        tenantId: row.tenant_id,
        type: row.type,
        createdAt: row.created_at,
        sequence: row.sequence,
        hasAssets: row.has_assets,
      };
      events.set(row.id, outgoingEvent(facts, contents[index] ?? NO_CONTENT));
    });
    return events;
  }

  /** Opens events in their order, all with one query for their keys. */
  async open(rows: readonly SealedRow[]): Promise<EventContent[]> {
    const items = rows.flatMap(({ id, sealed_data, sealed_labels }): SealedItem[] => [
      { context: dataOf(id), sealed: sealed_data },
      ...(sealed_labels ? [{ context: labelsOf(id), sealed: sealed_labels }] : []),
    ]);
    const opened = (await this.vault.openMany(items)).values();
    return rows.map(({ sealed_labels }) => ({
      dataJson: textOf(opened.next().value) ?? '{}',
      labels: sealed_labels ? labelsFrom(textOf(opened.next().value)) : NO_LABELS,
    }));
  }

  /** The same, with the error in the place of an event that is damaged, so that it holds up no other. */
  async openEach(rows: readonly SealedRow[]): Promise<(EventContent | AppError)[]> {
    try {
      return await this.open(rows);
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (rows.length === 1) return [error];
      return (await Promise.all(rows.map((row) => this.openEach([row])))).flat();
    }
  }

  /** Opens the JSON text of one event's data. */
  async data(eventId: string, sealed: Buffer): Promise<string> {
    return (await this.vault.open(dataOf(eventId), sealed)).toString('utf8');
  }

  /** Opens labels in the order of the rows; null where they are not stored any more. */
  async labels(
    rows: readonly Pick<SealedRow, 'id' | 'sealed_labels'>[],
  ): Promise<(EventLabels | null)[]> {
    const items = rows.flatMap(({ id, sealed_labels }): SealedItem[] =>
      sealed_labels ? [{ context: labelsOf(id), sealed: sealed_labels }] : [],
    );
    const opened = (await this.vault.openMany(items)).values();
    return rows.map(({ sealed_labels }) =>
      sealed_labels ? labelsFrom(textOf(opened.next().value)) : null,
    );
  }
}

function textOf(opened: Buffer | undefined): string | undefined {
  return opened?.toString('utf8');
}

function labelsFrom(text: string | undefined): EventLabels {
  return text === undefined ? NO_LABELS : (JSON.parse(text) as EventLabels);
}

function hasBody(row: StoredEvent): row is StoredEvent & { sealed_data: Buffer } {
  return row.sealed_data !== null;
}

function isDamage(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'sealed_data_damaged';
}
