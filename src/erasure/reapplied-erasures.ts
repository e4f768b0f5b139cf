import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { recordAudit, SYSTEM } from '../auth/index.js';
import { publicId, timeOfUuid } from '../common/index.js';
import { ADD_SUBJECTS } from './erasure.query.js';
import type { LoggedErasure } from './forgetting-log.js';
import { acceptDatabase } from './restored.js';

const INSERT = `
INSERT INTO erasures (id, tenant_id, up_to, reason, actor, role) VALUES ($1, $2, $3, 'reapplied', 'system', 'system')
ON CONFLICT (id) DO NOTHING RETURNING id`;

/** An erasure that an earlier part of the log has started again, without subjects that a later part names. */
const REOPEN = `
UPDATE erasures SET state = 'running', next_step_at = now(), settled_xid = NULL, looked_again = false,
  finished_at = NULL, receipt = NULL, signature = NULL
WHERE id = $1 AND EXISTS (SELECT FROM unnest($2::uuid[]) AS n (hash)
  WHERE NOT EXISTS (SELECT FROM erasure_subjects s WHERE s.erasure_id = $1 AND s.subject_hash = n.hash))
  AND reason = 'reapplied'`;

/** Workers redact what is followed up. $1 tenant, $2 events. */
const FOLLOW_UP_REDACTIONS = `
INSERT INTO redaction_follow_ups (event_id)
SELECT id FROM events WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND redacted_at IS NULL
ON CONFLICT DO NOTHING RETURNING event_id`;

/** Schedules the erasure of a tenant, unless the database knows that it was erased. */
const INSERT_OF_TENANT = `
WITH marked AS (
  UPDATE tenants SET deleting_at = coalesce(deleting_at, now()), fanout_version = fanout_version + 1
  WHERE id = $2 AND deleted_at IS NULL RETURNING id
)
INSERT INTO tenant_deletions AS known (id, tenant_id, actor, role, reason, erase_at, next_step_at)
SELECT $1, id, 'system', 'system', 'reapplied', now(), now() FROM marked
ON CONFLICT (tenant_id) WHERE state IN ('scheduled', 'waiting', 'erasing')
DO UPDATE SET erase_at = excluded.erase_at, next_step_at = excluded.next_step_at
RETURNING id`;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Makes a restored database forget again what the log says was erased. */
@Injectable()
export class ReappliedErasures {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  /**
   * Starts the erasures that a log (lines of JSON, among others) has since a moment, and those of whole tenants and the
   * redactions, unless the database has them. The start of a process no longer warns then.
   */
  async reapply(log: string, sinceMs: number): Promise<{ known: number; reapplied: number }> {
    const erasures = new Map<string, LoggedErasure>();
    // Of any age: its id is as old as the request, which may be older than the backup.
    const tenants = new Map<string, string>();
    // Of any age too, by tenant: one that the database knows is left alone.
    const redactions = new Map<string, Set<string>>();
    for (const line of log.split('\n')) {
      const tenant = entryIn(line, 'tenant_erasure');
      if (tenant) tenants.set(String(tenant['id']), String(tenant['tenant_id']));
      const redaction = entryIn(line, 'redaction');
      if (redaction) {
        const tenantId = String(redaction['tenant_id']);
        const events = redactions.get(tenantId) ?? new Set();
        redactions.set(tenantId, events.add(String(redaction['id'])));
      }
      const logged = erasureIn(line);
      if (!logged || timeOfUuid(logged.id) < sinceMs) continue;
      const known = erasures.get(logged.id);
      if (known) known.subjects.push(...logged.subjects);
      else erasures.set(logged.id, logged);
    }
    let reapplied = 0;
    for (const [id, tenantId] of tenants) {
      const made = await this.source.query<object[]>(INSERT_OF_TENANT, [id, tenantId]);
      if (made.length > 0) reapplied += 1;
    }
    for (const erasure of erasures.values()) {
      const isNew = await this.source.transaction((manager) => insert(manager, erasure));
      if (isNew) reapplied += 1;
    }
    let found = erasures.size + tenants.size;
    for (const [tenantId, events] of redactions) {
      found += events.size;
      const values = { tenantId, eventIds: [...events] };
      reapplied += await this.source.transaction((manager) => redactAgain(manager, values));
    }
    await acceptDatabase(this.source);
    return { known: found - reapplied, reapplied };
  }
}

async function insert(
  manager: EntityManager,
  { id, tenant_id, up_to, subjects }: LoggedErasure,
): Promise<boolean> {
  const made = await manager.query<object[]>(INSERT, [id, tenant_id, up_to]);
  if (made.length === 0) {
    const [, reopened] = await manager.query<[unknown, number]>(REOPEN, [id, subjects]);
    if (reopened === 0) return false;
  }
  await manager.query(ADD_SUBJECTS, [id, subjects]);
  return true;
}

async function redactAgain(
  manager: EntityManager,
  { tenantId, eventIds }: { tenantId: string; eventIds: string[] },
): Promise<number> {
  const made = await manager.query<{ event_id: string }[]>(FOLLOW_UP_REDACTIONS, [
    tenantId,
    eventIds,
  ]);
  for (const { event_id } of made) {
    await recordAudit(manager, {
      actor: SYSTEM,
      tenantId,
      action: 'event.redacted',
      target: publicId('event', event_id),
      details: { reason: 'reapplied', before: { redacted: false }, after: { redacted: true } },
    });
  }
  return made.length;
}

function erasureIn(line: string): LoggedErasure | undefined {
  const erasure: Partial<LoggedErasure> | undefined = entryIn(line, 'erasure');
  const { up_to, subjects } = erasure ?? {};
  const uuids = [up_to, ...(Array.isArray(subjects) ? subjects : [''])];
  return uuids.every(isUuid) ? (erasure as LoggedErasure) : undefined;
}

/** The entry under a name in a line of the log, if it has ids. */
function entryIn(line: string, name: string): Record<string, unknown> | undefined {
  if (!line.includes(`"${name}":`)) return undefined;
  try {
    const fields = JSON.parse(line.slice(line.indexOf('{'))) as Record<string, unknown>;
    const entry = fields[name] as Record<string, unknown> | undefined;
    return isUuid(entry?.['id']) && isUuid(entry?.['tenant_id']) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function isUuid(text: unknown): boolean {
  return typeof text === 'string' && UUID.test(text);
}
