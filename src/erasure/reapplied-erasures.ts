import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { timeOfUuid } from '../common/index.js';
import { ADD_SUBJECTS } from './erasure.query.js';
import { acceptDatabase } from './restored.js';

/** An erasure as it stands in a line of the log; ids are UUIDs, subjects keyed hashes. */
interface LoggedErasure {
  id: string;
  tenant_id: string;
  up_to: string;
  subjects: string[];
}

const INSERT = `
INSERT INTO erasures (id, tenant_id, up_to, reason, actor, role) VALUES ($1, $2, $3, 'reapplied', 'system', 'system')
ON CONFLICT (id) DO NOTHING RETURNING id`;

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
   * Starts the erasures that a log (lines of JSON, among others) has since a moment, and those of whole tenants, unless
   * the database has them. The start of a process no longer warns then.
   */
  async reapply(log: string, sinceMs: number): Promise<{ known: number; reapplied: number }> {
    const erasures = new Map<string, LoggedErasure>();
    // Of any age: its id is as old as the request, which may be older than the backup.
    const tenants = new Map<string, string>();
    for (const line of log.split('\n')) {
      const tenant = entryIn(line, 'tenant_erasure');
      if (tenant) tenants.set(String(tenant['id']), String(tenant['tenant_id']));
      const logged = erasureIn(line);
      if (!logged || timeOfUuid(logged.id) < sinceMs) continue;
      const subjects = [...(erasures.get(logged.id)?.subjects ?? []), ...logged.subjects];
      erasures.set(logged.id, { ...logged, subjects });
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
    await acceptDatabase(this.source);
    return { known: erasures.size + tenants.size - reapplied, reapplied };
  }
}

async function insert(
  manager: EntityManager,
  { id, tenant_id, up_to, subjects }: LoggedErasure,
): Promise<boolean> {
  const made = await manager.query<object[]>(INSERT, [id, tenant_id, up_to]);
  if (made.length === 0) return false;
  await manager.query(ADD_SUBJECTS, [id, subjects]);
  return true;
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
