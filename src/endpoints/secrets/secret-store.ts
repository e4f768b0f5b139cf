import { Inject, Injectable } from '@nestjs/common';
import { In, IsNull, Raw } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { newUuid } from '../../common/index.js';
import { Vault } from '../../database/index.js';
import type { SealContext } from '../../database/index.js';
import { EndpointSecret } from './endpoint-secret.entity.js';
import { Endpoint } from '../endpoint.entity.js';
import { parseHeaders, serializeHeaders } from '../editing/custom-headers.js';

/** The context that a sealed secret is bound to; `id` is that of its `endpoint_secrets` row. */
export function secretContext(id: string): SealContext {
  return { table: 'endpoint_secrets', id };
}

/** The context that an endpoint's sealed URL is bound to. */
export function urlContext(endpointId: string): SealContext {
  return { table: 'endpoints.sealed_url', id: endpointId };
}

/** The context that an endpoint's sealed headers are bound to. */
export function headersContext(endpointId: string): SealContext {
  return { table: 'endpoints', id: endpointId };
}

/** A live secret in plain text. */
export interface OpenedSecret {
  id: string;
  value: string;
  /** Null for the current secret. */
  expiresAt: Date | null;
}

/** A secret of one of a tenant's endpoints (UUID), in plain text. */
export interface TenantSecret {
  endpointId: string;
  value: string;
  createdAt: Date;
  expiresAt: Date | null;
}

/** A tenant has 100 endpoints unless it is allowed more, most of them with one secret. */
const MOST_SECRETS = 500;

/** Seals and opens the encrypted values of endpoints: secrets, custom headers, Slack URLs. */
@Injectable()
export class SecretStore {
  constructor(@Inject(Vault) private readonly vault: Vault) {}

  /** Adds a current secret. The caller expires or deletes the previous one. */
  async add(manager: EntityManager, endpoint: Endpoint, value: string): Promise<void> {
    const id = newUuid();
    const key = await this.vault.keyFor(endpoint.tenantId);
    const sealedSecret = this.vault.seal(key, secretContext(id), Buffer.from(value, 'utf8'));
    await manager.insert(EndpointSecret, { id, endpointId: endpoint.id, sealedSecret });
  }

  /** Returns the live secrets of an endpoint: the current one, then previous ones, newest first. */
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

  /** Returns the current secrets by endpoint id. */
  async current(manager: EntityManager, endpointIds: string[]): Promise<Map<string, string>> {
    const where = { endpointId: In(endpointIds), expiresAt: IsNull() };
    const rows = await manager.findBy(EndpointSecret, where);
    const opened = await this.open(rows);
    return new Map(rows.map((row, position) => [row.endpointId, opened[position]?.value ?? '']));
  }

  /**
   * Returns the secrets of all endpoints of a tenant (UUID) that are still stored, newest first: former ones are until
   * the next rotation.
   */
  async ofTenant(manager: EntityManager, tenantId: string): Promise<TenantSecret[]> {
    const rows = await manager
      .createQueryBuilder(EndpointSecret, 's')
      .innerJoin(Endpoint, 'e', 'e.id = s.endpointId AND e.deletedAt IS NULL')
      .where('e.tenantId = :tenantId', { tenantId })
      .orderBy('s.id', 'DESC')
      .take(MOST_SECRETS)
      .getMany();
    const opened = await this.open(rows);
    return rows.map(({ endpointId, createdAt, expiresAt }, position) => ({
      endpointId,
      createdAt,
      expiresAt,
      value: opened[position]?.value ?? '',
    }));
  }

  /** Returns null if there are no headers. */
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

  /** Returns the custom headers of each endpoint, in the order of `endpoints`. */
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
