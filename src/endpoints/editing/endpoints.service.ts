import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In, IsNull, LessThan } from 'typeorm';
import { decodeCursor, invalid, notFound, toPage } from '../../common/index.js';
import type { AppError, Page } from '../../common/index.js';
import { secretWarnings } from '../../signing/index.js';
import type { PageQuery } from '../../http/index.js';
import { PENDING_CONFIRMATION } from '../../model/index.js';
import { auditedFields } from './audited-fields.js';
import { changeEndpoint, incrementFanoutVersion, auditEndpoint } from './change-endpoint.js';
import type { EndpointRef } from './change-endpoint.js';
import { forgetRecipients } from '../recipients/recipient-rows.js';
import { EndpointSecret } from '../secrets/endpoint-secret.entity.js';
import { findEndpointIds } from '../views/all-endpoints.query.js';
import { EndpointViews } from '../views/endpoint-views.js';
import { EndpointWriter } from './endpoint-writer.js';
import type {
  AllEndpointsQuery,
  CreateEndpointDto,
  PatchEndpointDto,
} from '../api/endpoint-request.dto.js';
import type { EndpointDto } from '../api/endpoint.dto.js';
import { Endpoint } from '../endpoint.entity.js';
import { cancelAll, holdQueued } from '../../queue/index.js';
import type { Actor, Principal, Reader } from '../../auth/index.js';

/** Lists, creates, changes and deletes endpoints for the API. */
@Injectable()
export class Endpoints {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(EndpointWriter) private readonly writer: EndpointWriter,
    @Inject(EndpointViews) private readonly views: EndpointViews,
  ) {}

  async list(
    tenantId: string,
    { limit, cursor }: PageQuery,
    reader: Reader,
  ): Promise<Page<EndpointDto>> {
    const before = decodeCursor(cursor);
    const rows = await this.source.manager.find(Endpoint, {
      where: {
        tenantId,
        deletedAt: IsNull(),
        ...(before !== undefined && { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    const page = toPage(rows, limit, (row) => row);
    return { ...page, data: await this.views.of(page.data, reader) };
  }

  /** Lists endpoints within the reader's scope that meet the conditions, newest first. */
  async listAll(query: AllEndpointsQuery, reader: Principal): Promise<Page<EndpointDto>> {
    const { limit, status = null, reason = null, failing } = query;
    const ids = await findEndpointIds(this.source.manager, {
      tenantIds: reader.tenantIds,
      status,
      failing: failing === undefined ? null : failing === 'true',
      reason,
      before: decodeCursor(query.cursor) ?? null,
      limit: limit + 1,
    });
    const found = await this.source.manager.find(Endpoint, {
      where: { id: In(ids), deletedAt: IsNull() },
      order: { id: 'DESC' },
    });
    const page = toPage(found, limit, (row) => row);
    return { ...page, data: await this.views.of(page.data, reader) };
  }

  async get({ tenantId, endpointId }: EndpointRef, reader: Reader): Promise<EndpointDto> {
    const where = { id: endpointId, tenantId, deletedAt: IsNull() };
    const endpoint = await this.source.manager.findOneBy(Endpoint, where);
    const [view] = await this.views.of(endpoint ? [endpoint] : [], reader);
    if (!view) throw notFound('endpoint');
    return view;
  }

  async create(tenantId: string, fields: CreateEndpointDto, actor: Actor): Promise<EndpointDto> {
    await this.writer.refreshTypes(fields);
    const create = this.writer.prepareCreation(tenantId, fields);
    const ref = await this.source.transaction(async (manager) => {
      if (!(await incrementFanoutVersion(manager, tenantId))) throw notFound('tenant');
      return create(manager, actor);
    });
    const endpoint = await this.get(ref, actor);
    const warnings = secretWarnings(fields.secret, endpoint.signing);
    return warnings.length > 0 ? Object.assign(endpoint, { warnings }) : endpoint;
  }

  async patch(ref: EndpointRef, fields: PatchEndpointDto, actor: Actor): Promise<EndpointDto> {
    if (fields.secret !== undefined) throw secretNotPatchable();
    await this.writer.refreshTypes(fields);
    const change = this.writer.prepareChange(ref.tenantId, fields);
    const isPending = await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      await change(manager, endpoint, actor);
      return endpoint.disabledReason === PENDING_CONFIRMATION;
    });
    if (isPending) await holdQueued(this.source.manager, ref.endpointId, 'endpoint_paused');
    return this.get(ref, actor);
  }

  /**
   * Cancels the endpoint's deliveries and deletes it. Most are cancelled before the tenant's row is
   * locked, so that no publish waits for long. A crash in between leaves a paused endpoint, which can be
   * deleted again.
   */
  async remove(ref: EndpointRef, actor: Actor): Promise<void> {
    await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      if (endpoint.status !== 'active') return;
      await manager.save(
        Object.assign(endpoint, {
          status: 'paused',
          releasing: null,
          version: endpoint.version + 1,
        }),
      );
    });
    await cancelAll(this.source.manager, ref.endpointId);
    await changeEndpoint(this.source, ref, async (manager, endpoint) => {
      await cancelAll(manager, endpoint.id);
      const before = auditedFields(endpoint, null);
      await manager.delete(EndpointSecret, { endpointId: endpoint.id });
      await forgetRecipients(manager, endpoint.id);
      Object.assign(endpoint, {
        deletedAt: new Date(),
        sealedHeaders: null,
        sealedUrl: null,
        recipients: endpoint.recipients && [],
        version: endpoint.version + 1,
      });
      await manager.save(endpoint);
      const details = { before, after: { status: 'deleted' } };
      await auditEndpoint(manager, { ...ref, actor, action: 'endpoint.deleted', details });
    });
  }
}

function secretNotPatchable(): AppError {
  const message =
    'cannot be patched: use POST …/secret/rotate, which has a grace period for the previous secret';
  return invalid([{ pointer: '/secret', code: 'use_secret_rotate', message }]);
}
