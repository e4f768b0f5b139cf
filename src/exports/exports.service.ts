import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { inScope, parseId, publicId, scopeInUse } from '../common/index.js';
import type { Page } from '../common/index.js';
import { EventContents } from '../events/index.js';
import type { FieldsOf } from '../http/index.js';
import { DeliveryRecords, EventRecords } from '../records/index.js';
import type { DeliveryDto, EventSummaryDto } from '../records/index.js';
import { csvLine } from './csv.js';
import type { Cell } from './csv.js';
import type { DeliveryExportQuery, EventExportQuery, ExportFormat } from './export.dto.js';

/** Rows of one export; further ones follow with `until`. */
export const MOST_ROWS = 100_000;
/** Rows that are read, and written in one turn of the event loop. The next ones follow when the client has taken these. */
const PAGE_ROWS = 100;

/** An event as it is exported, with its data as it is stored. */
type ExportedEvent = FieldsOf<EventSummaryDto> & { data: unknown };

type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

const DELIVERY_COLUMNS: Columns<DeliveryDto> = {
  id: ({ id }) => id,
  event_id: ({ event_id }) => event_id,
  event_type: ({ event_type }) => event_type,
  endpoint_id: ({ endpoint_id }) => endpoint_id,
  endpoint_host: ({ endpoint_host }) => endpoint_host,
  channel: ({ channel }) => channel,
  recipient: ({ recipient }) => recipient,
  format: ({ format }) => format,
  status: ({ status }) => status,
  reason: ({ reason }) => reason,
  attempt_count: ({ attempt_count }) => attempt_count,
  max_attempts: ({ max_attempts }) => max_attempts,
  last_code: ({ last_code }) => last_code,
  suspicious_success: ({ suspicious_success }) => suspicious_success,
  minimised: ({ minimised }) => minimised,
  next_attempt_at: ({ next_attempt_at }) => next_attempt_at,
  created_at: ({ created_at }) => created_at,
  settled_at: ({ settled_at }) => settled_at,
  is_sandbox: ({ is_sandbox }) => is_sandbox,
};

const EVENT_COLUMNS: Columns<ExportedEvent> = {
  id: ({ id }) => id,
  type: ({ type }) => type,
  created_at: ({ created }) => new Date(created * 1000).toISOString(),
  sequence: ({ sequence }) => sequence,
  subject: ({ subject }) => subject,
  external_ref: ({ external_ref }) => external_ref,
  is_sandbox: ({ is_sandbox }) => is_sandbox,
  caused_by: ({ caused_by }) => caused_by,
  redacted_at: ({ redacted_at }) => redacted_at,
  deliveries: ({ deliveries }) => deliveries.map(({ status }) => status).join(' '),
  unsent: ({ unsent }) => unsent.map(({ reason }) => reason).join(' '),
  data: ({ data }) => (data === null ? null : JSON.stringify(data)),
};

interface Source<Row> {
  format: ExportFormat;
  columns: Columns<Row>;
  page: (cursor: string | undefined) => Promise<Page<Row>>;
}

/** Writes lists to files. Each export is in the audit log of the tenant. */
@Injectable()
export class Exports {
  constructor(
    @Inject(DeliveryRecords) private readonly deliveries: DeliveryRecords,
    @Inject(EventRecords) private readonly events: EventRecords,
    @Inject(EventContents) private readonly contents: EventContents,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  /** Throws 422 `unknown_event_type`. */
  async ofDeliveries(
    tenantId: string,
    { format, ...query }: DeliveryExportQuery,
    principal: Principal,
  ): Promise<Readable> {
    const page = (cursor: string | undefined): Promise<Page<DeliveryDto>> => {
      const conditions = { ...query, limit: PAGE_ROWS, ...(cursor !== undefined && { cursor }) };
      return this.deliveries.list([tenantId], conditions, principal);
    };
    const lines = await linesOf({ format, columns: DELIVERY_COLUMNS, page });
    await this.note('deliveries', { tenantId, format, query, principal });
    return Readable.from(lines);
  }

  /** Throws 422 `unknown_event_type`. */
  async ofEvents(
    tenantId: string,
    { format, ...query }: EventExportQuery,
    principal: Principal,
  ): Promise<Readable> {
    const page = async (cursor: string | undefined): Promise<Page<ExportedEvent>> => {
      const conditions = { ...query, limit: PAGE_ROWS, ...(cursor !== undefined && { cursor }) };
      const { data, next_cursor } = await this.events.list(tenantId, conditions, principal);
      return { data: await this.withData(data), next_cursor };
    };
    const lines = await linesOf({ format, columns: EVENT_COLUMNS, page });
    await this.note('events', { tenantId, format, query, principal });
    return Readable.from(lines);
  }

  /** Data that is not kept any more is null. */
  private async withData(events: readonly FieldsOf<EventSummaryDto>[]): Promise<ExportedEvent[]> {
    const idOf = ({ id }: Pick<EventSummaryDto, 'id'>): string => parseId('event', id) ?? '';
    const contents = await this.contents.load(events.map(idOf));
    return events.map((event) => {
      const content = contents.get(idOf(event));
      const data: unknown = typeof content === 'object' ? JSON.parse(content.dataJson) : null;
      return { ...event, data };
    });
  }

  /** What was looked for may be personal: only the names of the conditions are noted. */
  private note(
    what: 'deliveries' | 'events',
    of: { tenantId: string; format: ExportFormat; query: object; principal: Principal },
  ): Promise<void> {
    const { tenantId, format, query, principal } = of;
    const conditions = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [name],
    );
    return this.audit.note({
      principal,
      tenantId,
      action: `${what}.exported`,
      target: publicId('tenant', tenantId),
      details: { format, conditions },
    });
  }
}

/** Reads the first page at once, so that a wrong condition is an answer and not a broken file. */
async function linesOf<Row>(source: Source<Row>): Promise<AsyncIterable<string>> {
  const first = await source.page(undefined);
  const scope = scopeInUse();
  // The client, when it has taken a page, asks for the next one outside of the request.
  const page: Source<Row>['page'] = (cursor) => inScope(scope, () => source.page(cursor));
  return allLines({ ...source, page }, first);
}

async function* allLines<Row>(
  { format, columns, page }: Source<Row>,
  first: Page<Row>,
): AsyncGenerator<string> {
  const names = Object.keys(columns);
  const write = (row: Row): string =>
    format === 'csv'
      ? csvLine(Object.values(columns).map((column) => column(row)))
      : `${JSON.stringify(row)}\n`;
  if (format === 'csv') yield csvLine(names);
  let written = 0;
  for (let found = first; ;) {
    const rows = found.data.slice(0, MOST_ROWS - written);
    written += rows.length;
    if (rows.length > 0) yield rows.map(write).join('');
    if (found.next_cursor === null || written >= MOST_ROWS) return;
    found = await page(found.next_cursor);
  }
}
