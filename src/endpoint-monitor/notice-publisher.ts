import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { AppError, LOGGER, publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { Publisher } from '../publishing/index.js';

interface NoticeRow {
  id: string;
  tenant_id: string;
  endpoint_id: string;
  type: string;
  data: Record<string, unknown>;
}

/** Those of a tenant that is being deleted wait until it is restored. */
const OF_OPEN_TENANT = `tenant_id NOT IN (
  SELECT id FROM tenants WHERE deleting_at IS NOT NULL AND deleted_at IS NULL)`;

/** Whether a notice can be published. */
export const IS_NOTICE_DUE = `EXISTS (SELECT FROM endpoint_notices WHERE ${OF_OPEN_TENANT})`;

/** Advisory lock: one process publishes at a time, so that the notices about an endpoint keep their order. */
const NOTICE_LOCK = 7305512290;

/** Publishes the notices about endpoints; each is deleted in the transaction that stores its event. */
@Injectable()
export class NoticePublisher {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly events: Publisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Publishes the oldest notice. Returns whether there may be more. */
  run(): Promise<boolean> {
    return this.source.transaction(async (manager) => {
      const [lock] = await manager.query<{ taken: boolean }[]>(
        'SELECT pg_try_advisory_xact_lock($1) AS taken',
        [NOTICE_LOCK],
      );
      if (lock?.taken !== true) return false;
      // A statement of its own, so that it sees which notices the former holder of the lock has deleted.
      const [notice] = await manager.query<NoticeRow[]>(
        `SELECT id, tenant_id, endpoint_id, type, data FROM endpoint_notices
         WHERE ${OF_OPEN_TENANT} ORDER BY id LIMIT 1`,
      );
      if (!notice) return false;
      await this.publish(manager, notice);
      await manager.query('DELETE FROM endpoint_notices WHERE id = $1', [notice.id]);
      return true;
    });
  }

  private async publish(manager: EntityManager, notice: NoticeRow): Promise<void> {
    const { tenant_id, endpoint_id, type, data } = notice;
    const request = { tenantRef: publicId('tenant', tenant_id), type, data };
    try {
      await this.events.publishNotice(manager, request, endpoint_id);
    } catch (error) {
      // Refused for good: trying again would not help. 404: the tenant is deleted, so there is nothing to report.
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      if (error.status !== 404) {
        const fields = { err: error, type, endpoint_id: publicId('endpoint', endpoint_id) };
        this.logger.error(fields, 'a notice about an endpoint was refused');
      }
    }
  }
}
