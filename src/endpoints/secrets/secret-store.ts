import { Inject, Injectable } from '@nestjs/common';
import { In, IsNull, Raw } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { newUuid } from '../../common/index.js';
import { Vault } from '../../database/index.js';
import { EndpointSecret } from './endpoint-secret.entity.js';
import type { Endpoint } from '../endpoint.entity.js';
import { parseHeaders, serializeHeaders } from '../editing/custom-headers.js';
import { headersContext, secretContext, urlContext } from './sealing.js';

/** A live secret in the clear. */
export interface OpenedSecret {
  id: string;
  value: string;
  /** Null: the current one. */
  expiresAt: Date | null;
}

/** What of endpoints is stored sealed: secrets, custom headers, and URLs that are secret. */
@Injectable()
export class SecretStore {
  constructor(@Inject(Vault) private readonly vault: Vault) {}

  /** Adds a current secret; the caller sees to the former one. */
  async add(manager: EntityManager, endpoint: Endpoint, value: string): Promise<void> {
    const id = newUuid();
    const key = await this.vault.keyFor(endpoint.tenantId);
    const sealedSecret = this.vault.seal(key, secretContext(id), Buffer.from(value, 'utf8'));
    await manager.insert(EndpointSecret, { id, endpointId: endpoint.id, sealedSecret });
  }

  /** The live secrets of an endpoint: the current one, then the former ones, newest first. */
  async live(manager: EntityManager, endpointId: string): Promise<OpenedSecret[]> {
    const rows = await manager.find(EndpointSecret, {
      where: {
        endpointId,
        expiresAt: Raw((column) => `(${column} IS NULL OR ${column} > now())`),
      },
      order: { id: 'DESC' },
    });
    const opened = await this.open(rows);
    return [
      ...opened.filter(({ expiresAt }) => expiresAt === null),
      ...opened.filter(({ expiresAt }) => expiresAt !== null),
    ];
  }

  /** The current secret of each endpoint, by endpoint id. */
  async current(manager: EntityManager, endpointIds: string[]): Promise<Map<string, string>> {
    const where = { endpointId: In(endpointIds), expiresAt: IsNull() };
    const rows = await manager.findBy(EndpointSecret, where);
    const opened = await this.open(rows);
    return new Map(rows.map((row, position) => [row.endpointId, opened[position]?.value ?? '']));
  }

  /** Null where there are no headers. */
  async sealHeaders(
    { id, tenantId }: Pick<Endpoint, 'id' | 'tenantId'>,
    headers: Record<string, string>,
  ): Promise<Buffer | null> {
    if (Object.keys(headers).length === 0) return null;
    const key = await this.vault.keyFor(tenantId);
    return this.vault.seal(key, headersContext(id), serializeHeaders(headers));
  }

  async sealUrl({ id, tenantId }: Pick<Endpoint, 'id' | 'tenantId'>, url: string): Promise<Buffer> {
    const key = await this.vault.keyFor(tenantId);
    return this.vault.seal(key, urlContext(id), Buffer.from(url, 'utf8'));
  }

  /** The custom headers of each endpoint, in the order given. */
  async openHeaders(
    endpoints: Pick<Endpoint, 'id' | 'sealedHeaders'>[],
  ): Promise<Record<string, string>[]> {
    const items = endpoints.map(({ id, sealedHeaders }) =>
      sealedHeaders ? [{ context: headersContext(id), sealed: sealedHeaders }] : [],
    );
    const opened = (await this.vault.openMany(items.flat())).values();
    return items.map((item) => parseHeaders(item.length > 0 ? opened.next().value : undefined));
  }

  private async open(rows: EndpointSecret[]): Promise<OpenedSecret[]> {
    const opened = await this.vault.openMany(
      rows.map((row) => ({ context: secretContext(row.id), sealed: row.sealedSecret })),
    );
    return rows.map(({ id, expiresAt }, position) => ({
      id,
      value: opened[position]?.toString('utf8') ?? '',
      expiresAt,
    }));
  }
}
