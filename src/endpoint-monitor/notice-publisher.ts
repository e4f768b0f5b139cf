import type { DataSource, EntityManager } from 'typeorm';
import { AppError, publicId } from '../common/index.js';
import type { Logger } from '../common/index.js';
import type { Publisher } from '../publishing/index.js';

interface NoticeRow {
  id: string;
  tenant_id: string;
  endpoint_id: string;
  type: string;
  data: Record<string, unknown>;
}

/** One process at a time, so that what is told of an endpoint keeps its order. */
const NOTICE_LOCK = 7305512290;

/** Publishes what was noted about endpoints: each notice goes in the transaction of its event. */
export class NoticePublisher {
  constructor(
    private readonly source: DataSource,
    private readonly events: Publisher,
    private readonly logger: Logger,
  ) {}

  /** Publishes the oldest; answers whether there may be more. */
  run(): Promise<boolean> {
    return this.source.transaction(async (manager) => {
      const [lock] = await manager.query<{ taken: boolean }[]>(
        'SELECT pg_try_advisory_xact_lock($1) AS taken',
        [NOTICE_LOCK],
      );
      if (lock?.taken !== true) return false;
      // A statement of its own: it sees what whoever had the lock before has struck off.
      const [notice] = await manager.query<NoticeRow[]>(
        'SELECT id, tenant_id, endpoint_id, type, data FROM endpoint_notices ORDER BY id LIMIT 1',
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
      // The tenant is deleted. What else is refused would be so for ever.
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      if (error.status !== 404) {
        const fields = { err: error, type, endpoint_id: publicId('endpoint', endpoint_id) };
        this.logger.error(fields, 'a notice about an endpoint was refused');
      }
    }
  }
}
