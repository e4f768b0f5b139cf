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

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Makes a restored database forget again what the log says was erased. */
@Injectable()
export class ReappliedErasures {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  /**
   * Starts the erasures that a log (lines of JSON, among others) has since a moment, unless the database has them. The
   * start of a process no longer warns then.
   */
  async reapply(log: string, sinceMs: number): Promise<{ known: number; reapplied: number }> {
    const erasures = new Map<string, LoggedErasure>();
    for (const line of log.split('\n')) {
      const logged = erasureIn(line);
      if (!logged || timeOfUuid(logged.id) < sinceMs) continue;
      const subjects = [...(erasures.get(logged.id)?.subjects ?? []), ...logged.subjects];
      erasures.set(logged.id, { ...logged, subjects });
    }
    let reapplied = 0;
    for (const erasure of erasures.values()) {
      const isNew = await this.source.transaction((manager) => insert(manager, erasure));
      if (isNew) reapplied += 1;
    }
    await acceptDatabase(this.source);
    return { known: erasures.size - reapplied, reapplied };
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
  if (!line.includes('"erasure":')) return undefined;
  try {
    const { erasure } = JSON.parse(line.slice(line.indexOf('{'))) as {
      erasure?: Partial<LoggedErasure>;
    };
    const { id, tenant_id, up_to, subjects } = erasure ?? {};
    const uuids = [id, tenant_id, up_to, ...(Array.isArray(subjects) ? subjects : [''])];
    const areValid = uuids.every((one) => typeof one === 'string' && UUID.test(one));
    return areValid ? (erasure as LoggedErasure) : undefined;
  } catch {
    return undefined;
  }
}
