import { Inject, Injectable } from '@nestjs/common';
import { HotPool, Vault } from '../../database/index.js';
import type { SealedItem } from '../../database/index.js';
import type { ChannelName } from '../../model/index.js';
import { canBatch } from '../../formats/index.js';
import type { Format, Payload } from '../../formats/index.js';
import type { SigningProfile, SigningSecret } from '../../signing/index.js';
import { PENDING_CONFIRMATION } from '../../model/index.js';
import type { EndpointStatus } from '../endpoint.entity.js';
import { parseHeaders } from '../editing/custom-headers.js';
import { headersContext, secretContext, urlContext } from '../secrets/sealing.js';
import { readSendingEndpoints } from './sending-endpoints.query.js';
import type { SendingRow } from './sending-endpoints.query.js';

/** What a sender needs of an endpoint, in the clear: for memory only. */
export interface SendingEndpoint {
  id: string;
  tenantId: string;
  /** Rises with every change of what stands here; the key to cache by, together with `id`. */
  version: number;
  channel: ChannelName;
  /** As it may be shown; null: email. */
  url: string | null;
  /** The whole of a URL that is shown masked. */
  secretUrl: string | null;
  /** Of email. */
  recipients: readonly string[];
  /** Of webhooks. */
  format: Format;
  payload: Payload;
  signing: SigningProfile[];
  /** Of webhooks: at least one, the current one first, then newest first. */
  secrets: SigningSecret[];
  headers: Record<string, string>;
  /** Deliveries in one request at most. */
  maxBatchItems: number;
  status: EndpointStatus;
  /** Support has moved it, and nothing may go there before the tenant or an admin agrees. */
  isPendingConfirmation: boolean;
  /** Null: everything the format carries. */
  eventTypes: string[] | null;
}

/** Endpoints as senders see them. */
@Injectable()
export class SendingEndpoints {
  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** By endpoint id, whatever the status; deleted and unknown ones are not in the map. Nothing is cached. */
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
    const endpoints = new Map<string, SendingEndpoint>();
    for (const row of rows) {
      const endpoint =
        endpoints.get(row.id) ?? toEndpoint(row, { headers: headers.get(row), url: urls.get(row) });
      endpoints.set(row.id, endpoint);
      const value = secrets.get(row)?.toString('utf8');
      if (value !== undefined) endpoint.secrets.push({ value, expiresAt: row.expires_at });
    }
    return endpoints;
  }

  /** What each row has sealed, opened; rows that have nothing are not in the map. */
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
  opened: { headers: Buffer | undefined; url: Buffer | undefined },
): SendingEndpoint {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    version: row.version,
    channel: row.channel,
    url: row.url,
    secretUrl: opened.url?.toString('utf8') ?? null,
    recipients: row.recipients ?? [],
    format: row.format,
    payload: row.payload,
    signing: row.signing,
    maxBatchItems: maxBatchItems(row),
    secrets: [],
    headers: parseHeaders(opened.headers),
    status: row.status,
    isPendingConfirmation: row.disabled_reason === PENDING_CONFIRMATION,
    eventTypes: row.event_types,
  };
}

/** Only of webhooks is it the body's format that holds several events. */
function maxBatchItems({ channel, batch, format }: SendingRow): number {
  return batch && (channel !== 'webhook' || canBatch(format)) ? batch.max_items : 1;
}
