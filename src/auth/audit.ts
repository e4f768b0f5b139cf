import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { decodeCursor, firstUuidAt, publicId, toPage, newUuid } from '../common/index.js';
import type { Page } from '../common/index.js';
import { parseMoment } from '../http/index.js';
import type { FieldsOf } from '../http/index.js';
import { markMade } from '../idempotency/index.js';
import type { AuditEntryDto, AuditQuery } from './audit.dto.js';
import { AuditEntry } from './audit-entry.entity.js';
import { requestFacts } from './request-facts.js';
import type { RequestFacts } from './request-facts.js';
import { actorOf } from './principal.js';
import type { Actor, Principal } from './principal.js';

/** A change that was made with an API key. */
type KeyFact = Omit<AuditFact, 'actor'> & { principal: Principal };

/** Records actions and who took them, a change in its own transaction. */
@Injectable()
export class AuditLog {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  write(manager: EntityManager, { principal, ...fact }: KeyFact): Promise<void> {
    return recordAudit(manager, { ...fact, actor: actorOf(principal) });
  }

  /** Records an action that changes nothing else. */
  note(fact: KeyFact): Promise<void> {
    return this.write(this.source.manager, fact);
  }

  /** Lists the entries of one tenant (UUID), or all if `tenantId` is null, newest first. */
  async list(tenantId: string | null, query: AuditQuery): Promise<Page<FieldsOf<AuditEntryDto>>> {
    const { limit, cursor, action, actor, target, since, until } = query;
    const before = decodeCursor(cursor);
    const find = this.source.manager
      .createQueryBuilder(AuditEntry, 'entry')
      .orderBy('entry.id', 'DESC');
    const where = (text: string, values: Record<string, unknown>) => find.andWhere(text, values);
    if (tenantId !== null) where('entry.tenantId = :tenantId', { tenantId });
    if (before !== undefined) where('entry.id < :before', { before });
    if (since !== undefined) where('entry.id >= :since', { since: firstIdAt(since) });
    if (until !== undefined) where('entry.id < :until', { until: firstIdAt(until) });
    if (target !== undefined) where('entry.target = :target', { target });
    if (action?.endsWith('.*')) {
      where('starts_with(entry.action, :area)', { area: action.slice(0, -1) });
    } else if (action !== undefined) {
      where('entry.action = :action', { action });
    }
    find.take(limit + 1);
    const finds = actor === undefined ? [find] : whoActed(find, actor);
    const found = (await Promise.all(finds.map((each) => each.getMany()))).flat();
    // the text of a UUID sorts as PostgreSQL sorts its bytes
    const rows = found.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit + 1);
    return toPage(rows, limit, presentAuditEntry);
  }
}

/** One query for each index, because PostgreSQL would read the whole log for an OR of both. No entry is in both. */
function whoActed(
  find: SelectQueryBuilder<AuditEntry>,
  actor: string,
): SelectQueryBuilder<AuditEntry>[] {
  const person = `entry.details -> 'signed_in' ->> 'person_id'`;
  return [
    find.clone().andWhere('entry.actor = :actor', { actor }),
    find.clone().andWhere(`${person} = :actor`, { actor }).andWhere('entry.actor <> :actor'),
  ];
}

const firstIdAt = (moment: string): string => firstUuidAt(parseMoment(moment) ?? 0);

function presentAuditEntry(entry: AuditEntry): FieldsOf<AuditEntryDto> {
  return {
    id: publicId('audit', entry.id),
    tenant_id: entry.tenantId === null ? null : publicId('tenant', entry.tenantId),
    at: entry.at.toISOString(),
    actor: entry.actor,
    role: entry.role,
    action: entry.action,
    target: entry.target,
    address: entry.address,
    request_id: entry.requestId,
    reason: entry.reason,
    details: { ...entry.details },
  };
}

export interface AuditFact {
  actor: Actor;
  /** UUID; null if the change does not concern one tenant. */
  tenantId: string | null;
  /** `<thing>.<past participle>`, such as `api_key.created`. */
  action: string;
  /** Public id of the changed object. */
  target: string;
  /** Shown to the tenant: no secrets, no identity data. */
  details?: Record<string, unknown>;
  /** Absent: the current request. */
  request?: RequestFacts;
}

/** Stands for a value that the audit log does not keep, because it is a secret or says something of a person. */
export const CHANGED = '[changed]';

/** Returns the fields that differ, as they were and as they are. What is absent on one side is null. */
export function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const names = Object.keys({ ...before, ...after }).filter(
    (name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
  const pick = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}

export const SYSTEM: Actor = { id: 'system', role: 'system' };

/**
 * Records a change in its own transaction, together with the note under the request's
 * `Idempotency-Key`, so that all are committed or none.
 */
export async function recordAudit(manager: EntityManager, fact: AuditFact): Promise<void> {
  const { tenantId, actor, action, target } = fact;
  const details = { ...fact.details, ...(actor.signedIn && { signed_in: actor.signedIn }) };
  const { address = null, requestId = null, reason = null } = fact.request ?? requestFacts() ?? {};
  await manager.query(
    `INSERT INTO audit_log (id, tenant_id, actor, role, action, target, details, address, request_id, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      newUuid(),
      tenantId,
      actor.id,
      actor.role,
      action,
      target,
      details,
      address,
      requestId,
      reason,
    ],
  );
  await markMade(manager, target);
}
