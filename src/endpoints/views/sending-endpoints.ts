import { Inject, Injectable } from '@nestjs/common';
import { HotPool, recipientContext, SealedTexts, statement, Vault } from '../../database/index.js';
import type { SealedItem } from '../../database/index.js';
import type { ChannelName } from '../../model/index.js';
import { canBatch } from '../../formats/index.js';
import type { Format, Payload } from '../../formats/index.js';
import type { SigningProfile, SigningSecret } from '../../signing/index.js';
import { hasRequests, PENDING_CONFIRMATION } from '../../model/index.js';
import type { EndpointStatus, Batch } from '../endpoint.entity.js';
import { parseHeaders } from '../editing/custom-headers.js';
import { headersContext, secretContext, urlContext } from '../secrets/secret-store.js';

/** One row per live secret, or one if the channel has none. Rows are grouped by endpoint, current secret first. */
interface SendingRow {
  id: string;
  tenant_id: string;
  version: number;
  channel: ChannelName;
  url: string | null;
  sealed_url: Buffer | null;
  recipients: string[] | null;
  format: Format;
  payload: Payload;
  thin_confidential: boolean;
  signing: SigningProfile[];
  batch: Batch | null;
  status: EndpointStatus;
  disabled_reason: string | null;
  event_types: string[] | null;
  sealed_headers: Buffer | null;
  /** Null if the channel has no secrets. */
  secret_id: string | null;
  sealed_secret: Buffer | null;
  expires_at: Date | null;
}

const readSendingEndpoints = statement<SendingRow>(
  'read-sending-endpoints',
  `SELECT e.id, e.tenant_id, e.version, e.channel, e.url, e.sealed_url, e.recipients, e.format, e.payload, e.thin_confidential, e.signing, e.batch, e.status, e.disabled_reason, e.event_types,
     e.sealed_headers, s.id AS secret_id, s.sealed_secret, s.expires_at
   FROM endpoints e
   LEFT JOIN endpoint_secrets s ON s.endpoint_id = e.id AND (s.expires_at IS NULL OR s.expires_at > now())
   WHERE e.id = ANY ($1::uuid[]) AND e.deleted_at IS NULL AND (s.id IS NOT NULL OR e.channel IN ('email', 'slack'))
   ORDER BY e.id, s.expires_at IS NULL DESC, s.id DESC`,
);

/** The settings and opened secrets that a sender needs. Keep them in memory only. */
export interface SendingEndpoint {
  id: string;
  tenantId: string;
  /** Increases with every change of these fields; `id` and `version` together are a cache key. */
  version: number;
  channel: ChannelName;
  /** As it may be shown: masked for Slack, and where it has a query that is stored sealed; null for email. */
  url: string | null;
  /** The unmasked URL where `url` is masked. */
  secretUrl: string | null;
  /** Addresses by how they are stored; empty for other channels than email. */
  recipients: ReadonlyMap<string, string>;
  /** Only relevant for webhooks. */
  format: Format;
  payload: Payload;
  /** Whether events of confidential types are thin unless `eventTypes` has their names. */
  thinConfidential: boolean;
  signing: SigningProfile[];
  /** For webhooks at least one: the current secret, then previous ones, newest first. */
  secrets: SigningSecret[];
  headers: Record<string, string>;
  /** Maximum number of deliveries in one request. */
  maxBatchItems: number;
  status: EndpointStatus;
  /** Support has moved the endpoint: nothing may be sent before the tenant or an admin confirms. */
  isPendingConfirmation: boolean;
  /** Null: every type that the format carries. */
  eventTypes: string[] | null;
}

/** Loads endpoints for senders. */
@Injectable()
export class SendingEndpoints {
  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
  ) {}

  /** Returns a map by endpoint id (UUID), whatever the status, without deleted ones. Caches nothing. */
  async load(endpointIds: string[]): Promise<Map<string, SendingEndpoint>> {
    const rows = await this.pool.run(readSendingEndpoints, [endpointIds]);
    const secrets = await this.openEach(rows, (row) =>
      row.secret_id !== null && row.sealed_secret
        ? { context: secretContext(row.secret_id), sealed: row.sealed_secret }
        : null,
    );
    const headers = await this.openEach(rows, ({ id, sealed_headers: sealed }) =>
      sealed ? { context: headersContext(id), sealed } : null,
    );
    const urls = await this.openEach(rows, ({ id, sealed_url: sealed }) =>
      sealed ? { context: urlContext(id), sealed } : null,
    );
    const recipients = await this.recipientsOf(rows);
    const endpoints = new Map<string, SendingEndpoint>();
    for (const row of rows) {
      const endpoint =
        endpoints.get(row.id) ??
        toEndpoint(row, {
          headers: headers.get(row),
          url: urls.get(row),
          recipients: recipients.get(row) ?? new Map<string, string>(),
        });
      endpoints.set(row.id, endpoint);
      const value = secrets.get(row)?.toString('utf8');
      if (value !== undefined) endpoint.secrets.push({ value, expiresAt: row.expires_at });
    }
    return endpoints;
  }

  /** Rows of other channels are not in the map. An address whose data key is gone is left out. */
  private async recipientsOf(
    rows: readonly SendingRow[],
  ): Promise<Map<SendingRow, Map<string, string>>> {
    const stored = rows.flatMap((row) =>
      (row.recipients ?? []).map((text) => ({ row, context: recipientContext(row.id), text })),
    );
    const opened = await this.texts.open(stored);
    const recipients = new Map<SendingRow, Map<string, string>>();
    for (const [position, { row, text }] of stored.entries()) {
      const address = opened[position];
      const known = recipients.get(row) ?? new Map<string, string>();
      if (address !== undefined) recipients.set(row, known.set(text, address));
    }
    return recipients;
  }

  /** Opens the item that `pick` returns for each row; rows without one are not in the map. */
  private async openEach(
    rows: readonly SendingRow[],
    pick: (row: SendingRow) => SealedItem | null,
  ): Promise<Map<SendingRow, Buffer>> {
    const picked = rows.flatMap((row) => {
      const item = pick(row);
      return item ? [{ row, item }] : [];
    });
    const opened = await this.vault.openMany(picked.map(({ item }) => item));
    return new Map(picked.map(({ row }, position) => [row, opened[position] ?? Buffer.alloc(0)]));
  }
}

function toEndpoint(
  row: SendingRow,
  opened: {
    headers: Buffer | undefined;
    url: Buffer | undefined;
    recipients: ReadonlyMap<string, string>;
  },
): SendingEndpoint {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    version: row.version,
    channel: row.channel,
    url: row.url,
    secretUrl: opened.url?.toString('utf8') ?? null,
    recipients: opened.recipients,
    format: row.format,
    payload: row.payload,
    thinConfidential: row.thin_confidential,
    signing: row.signing,
    maxBatchItems: maxBatchItems(row),
    secrets: [],
    headers: parseHeaders(opened.headers),
    status: row.status,
    isPendingConfirmation: row.disabled_reason === PENDING_CONFIRMATION,
    eventTypes: row.event_types,
  };
}

/** Only some formats hold several events. */
function maxBatchItems({ channel, batch, format }: SendingRow): number {
  return batch && (!hasRequests(channel) || canBatch(format)) ? batch.max_items : 1;
}
