import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Conditions, listFiltered } from '../../records/index.js';
import type { Scope, SubjectRef } from '../../records/index.js';
import { AuditedReads, AuditLog, seesPersonalData } from '../../auth/index.js';
import type { Principal } from '../../auth/index.js';
import { CATALOGUE } from '../../catalogue/index.js';
import type { LiveCatalogue } from '../../catalogue/index.js';
import { AppError, conflict, notFound, parseId, publicId, toPage } from '../../common/index.js';
import { ReasonGuide, SETTINGS } from '../../config/index.js';
import type { RunSettings } from '../../config/index.js';
import { SealedTexts, Vault } from '../../database/index.js';
import type { FieldsOf } from '../../http/index.js';
import { Publisher } from '../publisher.service.js';
import type { PublishAnswer } from '../publish-contract.js';
import { parsePublishRequest } from '../publish-contract.js';
import {
  findRejected,
  findSealedBody,
  markPublished,
  matchingIds,
  sumDrops,
} from './find-rejected.query.js';
import type { RejectedRow } from './find-rejected.query.js';
import type {
  RejectedPageDto,
  RejectedPublishDto,
  RejectedPublishWithBodyDto,
  RejectedQuery,
} from './rejected.dto.js';
import { maskRejected } from './mask-rejected.js';
import { rejectedBodyOf } from './rejection-writer.js';
import { NO_TENANT } from './rejections.query.js';
import { reasonText } from '../../model/index.js';

/** Presents a refused publish, with the name of its tenant in clear, as JSON; every route uses it. */
function presentRejected(row: RejectedRow, guide: ReasonGuide): FieldsOf<RejectedPublishDto> {
  const { tenant_id, publisher_key_id, published_event_id } = row;
  return {
    id: publicId('rejected', row.id),
    tenant_id: tenant_id === NO_TENANT ? null : publicId('tenant', tenant_id),
    tenant_ref: row.tenant_ref,
    tenant_name: row.tenant_name === '' ? null : row.tenant_name,
    type: row.type,
    source: row.source,
    publisher_key_id: publisher_key_id === null ? null : publicId('apiKey', publisher_key_id),
    status: row.status,
    code: row.code,
    reason_text: reasonText(row.code),
    docs_url: guide.docsUrl(row.code),
    errors: row.errors,
    body_kept: row.body_kept,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    event_id: published_event_id === null ? null : publicId('event', published_event_id),
    published_at: row.published_at?.toISOString() ?? null,
  };
}

/** The criteria of a search for refused publishes. Ids are UUIDs. */
export interface RejectedSearch {
  id: string | undefined;
  ref: string;
  tenantIds: readonly string[];
  limit: number;
}

/** Shows refused publishes to support and publishes them again. */
@Injectable()
export class RejectedPublishes {
  private readonly payloadDays: number;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly publisher: Publisher,
    private readonly audit: AuditLog,
    private readonly reads: AuditedReads,
    private readonly guide: ReasonGuide,
    private readonly texts: SealedTexts,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    @Inject(SETTINGS) { payloadRetentionDays }: RunSettings,
  ) {
    this.payloadDays = payloadRetentionDays;
  }

  async list(scope: Scope, query: RejectedQuery): Promise<RejectedPageDto> {
    const { manager } = this.source;
    const [{ rows, lookedTo }, dropped] = await Promise.all([
      listFiltered(manager, {
        limit: query.limit + 1,
        table: 'rejected_publishes r',
        indexed: () => new Conditions().within('r.tenant_id', scope).window('r.id', query),
        filter: (conditions) => conditions.type('r.type', query.type),
        find: (...list) => this.read(...list),
      }),
      sumDrops(manager, scope),
    ]);
    const page = toPage(rows, query.limit, (row) => presentRejected(row, this.guide), lookedTo);
    return { ...page, dropped };
  }

  /**
   * Within the scope, newest first: the one of that id, else those whose data holds `ref` as an id, whose
   * publisher wrote it for the tenant, or that were for one of the tenants (UUIDs).
   */
  async matching(
    scope: Scope,
    { id, ref, tenantIds, limit }: RejectedSearch,
  ): Promise<FieldsOf<RejectedPublishDto>[]> {
    const conditions = new Conditions().within('r.tenant_id', scope);
    if (id === undefined) {
      const hash = this.vault.hashRef(ref);
      const ids = matchingIds(conditions, { hash, ref, tenantIds, limit });
      conditions.add(`r.id = ANY (ARRAY(${ids}))`);
    } else conditions.equals('r.id', id);
    const rows = await this.read(this.source.manager, conditions, limit);
    return rows.map((row) => presentRejected(row, this.guide));
  }

  /** Returns those of a tenant (UUID) whose data holds a subject as an id, whole, newest first. */
  async about(
    { tenantId, subject }: SubjectRef,
    limit: number,
  ): Promise<RejectedPublishWithBodyDto[]> {
    const conditions = new Conditions().equals('r.tenant_id', tenantId);
    const hash = conditions.bind(this.vault.hashRef(subject));
    conditions.add(`r.ref_hashes @> ARRAY[${hash}::uuid]`);
    const rows = await this.read(this.source.manager, conditions, limit);
    return Promise.all(rows.map((row) => this.whole(row)));
  }

  async get(id: string, principal: Principal): Promise<RejectedPublishWithBodyDto> {
    const row = await this.find(principal.tenantIds, id);
    const publish = await this.whole(row);
    if (seesPersonalData(principal)) {
      const [tenantId, target] = [tenantOf(row), publish.id];
      const action = 'rejected_publish.read';
      await this.reads.notePersonal({ principal, tenantId, action, target });
      return publish;
    }
    return maskRejected(publish, this.catalogue.get(publish.type ?? ''));
  }

  /** Returns all of it. The audit entry, which the tenant sees too, is committed before. */
  async reveal(
    id: string,
    reason: string,
    principal: Principal,
  ): Promise<RejectedPublishWithBodyDto> {
    const row = await this.find(principal.tenantIds, id);
    const publish = await this.whole(row);
    await this.audit.note({
      principal,
      tenantId: tenantOf(row),
      action: 'rejected_publish.revealed',
      target: publish.id,
      details: { reason },
    });
    return publish;
  }

  /**
   * Publishes the body again as it was sent, at most once: where it had no idempotency key, its own
   * id is one. Errors: 404, 409 `already_published`, 410 `gone` (no body), and those of a publish.
   */
  async publish(id: string, principal: Principal): Promise<PublishAnswer> {
    const row = await this.find(principal.tenantIds, id);
    if (row.published_event_id !== null) {
      throw conflict('already_published', 'It was published again already; see its event_id.');
    }
    const body = await this.body(row);
    if (body === undefined) {
      throw new AppError('gone', 410, { message: 'The body of this publish was not kept.' });
    }
    const request = parsePublishRequest(body);
    const target = publicId('rejected', id);
    const answer = await this.publisher.republish({
      idempotencyKey: target,
      ...request,
      // The tenant that it was refused for, even if its external id is another tenant's by now.
      ...(row.tenant_id !== NO_TENANT && { tenantRef: publicId('tenant', row.tenant_id) }),
    });
    await this.source.transaction(async (manager) => {
      const isFirst = await markPublished(manager, id, parseId('event', answer.id) ?? '');
      if (!isFirst) return;
      const tenantId = tenantOf(row);
      const action = 'rejected_publish.published';
      const details = { event_id: answer.id };
      await this.audit.write(manager, { principal, tenantId, action, target, details });
    });
    return answer;
  }

  /** Finds refused publishes with the names of their tenants in clear. */
  private async read(
    manager: EntityManager,
    conditions: Conditions,
    limit: number,
  ): Promise<RejectedRow[]> {
    const { payloadDays } = this;
    return this.texts.withTenantNames(
      await findRejected(manager, conditions, { limit, payloadDays }),
    );
  }

  private async find(scope: Scope, id: string): Promise<RejectedRow> {
    const conditions = new Conditions().within('r.tenant_id', scope).equals('r.id', id);
    const [row] = await this.read(this.source.manager, conditions, 1);
    if (!row) throw notFound('rejected publish');
    return row;
  }

  private async whole(row: RejectedRow): Promise<RejectedPublishWithBodyDto> {
    return { ...presentRejected(row, this.guide), body: (await this.body(row)) ?? null };
  }

  private async body({ id, body_kept }: RejectedRow): Promise<unknown> {
    const sealed = body_kept ? await findSealedBody(this.source.manager, id) : undefined;
    if (!sealed) return undefined;
    return JSON.parse((await this.vault.open(rejectedBodyOf(id), sealed)).toString('utf8'));
  }
}

function tenantOf({ tenant_id }: RejectedRow): string | null {
  return tenant_id === NO_TENANT ? null : tenant_id;
}
