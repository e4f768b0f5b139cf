import type { IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';
import { Inject, Injectable } from '@nestjs/common';
import { Authenticator, isAllowed, TenantDirectory } from '../../auth/index.js';
import type { Principal, TenantRef } from '../../auth/index.js';
import { CATALOGUE, recordedTypes } from '../../catalogue/index.js';
import type { LiveCatalogue } from '../../catalogue/index.js';
import { AppError } from '../../common/index.js';
import { DtoPipe } from '../../http/index.js';
import { LATEST } from '../reading/cursor-resolver.js';
import type { StartingPoint } from '../reading/cursor-resolver.js';
import { requireTypes, splitTypes } from '../subscription.js';
import { Beginnings } from './beginnings.js';
import { StreamQuery } from './stream-query.dto.js';
import type { StreamTarget } from './stream-connection.js';

/** Somebody who may look at a tenant's events. */
export interface StreamClient {
  principal: Principal;
  tenant: TenantRef;
}

/** Lets in who may connect, by the same rules as every route: 401, 404, 403, then 422. */
@Injectable()
export class StreamAuthorizer {
  private readonly pipe = new DtoPipe();

  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(TenantDirectory) private readonly tenants: TenantDirectory,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    @Inject(Beginnings) private readonly beginnings: Beginnings,
  ) {}

  async identify({ headers }: IncomingMessage, tenantRef: string): Promise<StreamClient> {
    const principal = await this.authenticator.authenticate(headers.authorization);
    const tenant = await this.tenants.resolve(principal, tenantRef);
    if (isAllowed(principal.role, ['viewer'])) return { principal, tenant };
    const message = `A key of the role '${principal.role}' may not do this.`;
    throw new AppError('forbidden', 403, { message });
  }

  /** What the query string asks for. */
  async target({ tenant }: StreamClient, search: string): Promise<StreamTarget> {
    const query = (await this.pipe.transform(
      { ...parse(search) },
      { type: 'query', metatype: StreamQuery },
    )) as StreamQuery;
    const subscription = { format: query.format, types: splitTypes(query.types) };
    requireTypes(subscription, await recordedTypes(this.catalogue, subscription.types ?? []));
    const start = await this.start(tenant.id, query);
    return { tenantId: tenant.id, subscription, start, consumer: query.consumer ?? null };
  }

  private start(tenantId: string, { cursor, consumer }: StreamQuery): Promise<StartingPoint> {
    if (consumer !== undefined) return this.beginnings.ofConsumer(tenantId, consumer, cursor);
    return this.beginnings.at(tenantId, cursor ?? LATEST);
  }
}
