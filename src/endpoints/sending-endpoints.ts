import { Inject, Injectable } from '@nestjs/common';
import { HotPool, Vault } from '../database/index.js';
import type { SealedItem } from '../database/index.js';
import type { Format, Payload } from '../delivery/formats/index.js';
import type { SigningProfile, SigningSecret } from '../delivery/signature/index.js';
import type { EndpointStatus } from './endpoint.entity.js';
import { parseHeaders } from './custom-headers.js';
import { headersContext, secretContext } from './sealing.js';
import { readSendingEndpoints } from './sending-endpoints.query.js';
import type { SendingRow } from './sending-endpoints.query.js';

/** What a sender needs of an endpoint, in the clear: for memory only. */
export interface SendingEndpoint {
  id: string;
  tenantId: string;
  /** Rises with every change of what stands here; the key to cache by, together with `id`. */
  version: number;
  url: string;
  format: Format;
  payload: Payload;
  signing: SigningProfile[];
  /** At least one, the current one first, then newest first. */
  secrets: SigningSecret[];
  headers: Record<string, string>;
  /** Events in one request at most; 1 where the endpoint takes no batches. */
  maxBatchItems: number;
  status: EndpointStatus;
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
    const secrets = await this.vault.openMany(
      rows.map((row) => ({ context: secretContext(row.secret_id), sealed: row.sealed_secret })),
    );
    const headers = await this.openHeaders(rows);
    const endpoints = new Map<string, SendingEndpoint>();
    rows.forEach((row, position) => {
      const endpoint = endpoints.get(row.id) ?? toEndpoint(row, headers.get(row.id));
      endpoints.set(row.id, endpoint);
      const value = secrets[position]?.toString('utf8') ?? '';
      endpoint.secrets.push({ value, expiresAt: row.expires_at });
    });
    return endpoints;
  }

  private async openHeaders(rows: SendingRow[]): Promise<Map<string, Buffer>> {
    const sealed = new Map<string, SealedItem>();
    for (const { id, sealed_headers } of rows) {
      if (sealed_headers) sealed.set(id, { context: headersContext(id), sealed: sealed_headers });
    }
    const opened = await this.vault.openMany([...sealed.values()]);
    return new Map(
      [...sealed.keys()].map((id, position) => [id, opened[position] ?? Buffer.alloc(0)]),
    );
  }
}

function toEndpoint(row: SendingRow, headers: Buffer | undefined): SendingEndpoint {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    version: row.version,
    url: row.url,
    format: row.format,
    payload: row.payload,
    signing: row.signing,
    maxBatchItems: row.batch?.max_items ?? 1,
    secrets: [],
    headers: parseHeaders(headers),
    status: row.status,
    eventTypes: row.event_types,
  };
}
