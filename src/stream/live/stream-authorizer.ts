import type { IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';
import { Inject, Injectable } from '@nestjs/common';
import {
  Admission,
  AuditedReads,
  principalOf,
  scopeOf,
  tenantOf,
  withFacts,
} from '../../auth/index.js';
import type { AuthenticatedRequest, Principal, TenantRef } from '../../auth/index.js';
import { inScope, publicId } from '../../common/index.js';
import { CATALOGUE, recordedTypes } from '../../catalogue/index.js';
import type { LiveCatalogue } from '../../catalogue/index.js';
import { DtoPipe, requestIdOf } from '../../http/index.js';
import { CursorResolver, LATEST } from '../reading/cursor-resolver.js';
import type { StartingPoint } from '../reading/cursor-resolver.js';
import { requireTypes, splitTypes } from '../subscription.js';
import { Consumers } from './consumers.js';
import { StreamQuery } from './stream-query.dto.js';
import type { StreamTarget } from './stream-connection.js';

/** An authenticated client that may read the tenant's events. */
export interface StreamClient {
  principal: Principal;
  tenant: TenantRef;
}

/** Checks requests for a stream by the rules of every other route: 401, 404, 403, then 422. */
@Injectable()
export class StreamAuthorizer {
  private readonly pipe = new DtoPipe();

  constructor(
    @Inject(Admission) private readonly admission: Admission,
    @Inject(AuditedReads) private readonly reads: AuditedReads,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    @Inject(CursorResolver) private readonly cursors: CursorResolver,
    @Inject(Consumers) private readonly consumers: Consumers,
  ) {}

  /** Throws 401, 429, 403, or 404 if the tenant does not exist or is outside the key's scope. */
  async admit({ headers, socket }: IncomingMessage, tenant: string): Promise<StreamClient> {
    const request: AuthenticatedRequest = {
      id: requestIdOf(headers),
      method: 'GET',
      headers,
      socket,
      params: { tenant },
      body: undefined,
    };
    await this.admission.admit(request, {
      allow: ['viewer'],
      capability: 'payloads.read',
      url: '/v1/tenants/:tenant/stream',
    });
    const client = { principal: principalOf(request), tenant: tenantOf(request) };
    await this.noteOpening(request, client);
    return client;
  }

  private noteOpening(
    { id: requestId, socket }: AuthenticatedRequest,
    { principal, tenant: { id: tenantId } }: StreamClient,
  ): Promise<void> {
    const address = socket.remoteAddress ?? null;
    const read = { principal, tenantId, action: 'stream.opened' };
    const note = (): Promise<void> =>
      this.reads.note({ ...read, target: publicId('tenant', tenantId) });
    return inScope(scopeOf(principal), () => withFacts({ address, requestId, reason: null }, note));
  }

  /** Parses the query string and finds the starting point. Throws 422. */
  async target({ tenant }: StreamClient, search: string): Promise<StreamTarget> {
    const query = (await this.pipe.transform(
      { ...parse(search) },
      { type: 'query', metatype: StreamQuery },
    )) as StreamQuery;
    const subscription = { format: query.format, types: splitTypes(query.types) };
    requireTypes(subscription, await recordedTypes(this.catalogue, subscription.types ?? []));
    const { cursor, consumer } = query;
    const start =
      consumer === undefined
        ? await this.cursors.find(tenant.id, cursor ?? LATEST, 'cursor')
        : await this.startOfConsumer(tenant.id, consumer, cursor);
    return { tenantId: tenant.id, subscription, start, consumer: consumer ?? null };
  }

  /** The cursor wins over the consumer's acknowledged position. Stores a consumer that is new. */
  private async startOfConsumer(
    tenantId: string,
    name: string,
    cursor: string | undefined,
  ): Promise<StartingPoint> {
    const acknowledged = await this.consumers.find(tenantId, name);
    if (cursor === undefined && acknowledged !== undefined) {
      return this.cursors.resume(tenantId, acknowledged);
    }
    const start = await this.cursors.find(tenantId, cursor ?? LATEST, 'cursor');
    if (acknowledged === undefined) await this.consumers.add(tenantId, name, start.position);
    return start;
  }
}
