import { Inject, Injectable } from '@nestjs/common';
import { AppError, invalid, unavailable } from '../../common/index.js';
import { HotPool } from '../../database/index.js';
import { EventLogWriter } from '../../event-log/index.js';
import { decodePosition } from '../cursor.js';
import { readHead } from './event-log.query.js';

/** The position behind which reading begins. */
export interface StartingPoint {
  position: number;
  /** Whether events between the requested position and this one were deleted. */
  isGap: boolean;
}

/** Accepted in place of a cursor: behind no stored event, or behind all of them. */
export const EARLIEST = 'earliest';
export const LATEST = 'latest';

/** Resolves the cursors of clients to positions. */
@Injectable()
export class CursorResolver {
  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(EventLogWriter) private readonly logWriter: EventLogWriter,
  ) {}

  /**
   * Takes a cursor, `earliest` or `latest`, and assigns positions to what is committed by now first.
   * Throws 422 `invalid_cursor` at `/{field}` for a cursor of another tenant, 503 if the log cannot be
   * written.
   */
  async find(tenantId: string, cursor: string, field: string): Promise<StartingPoint> {
    await this.logWriter.assignPositions().catch(throwUnavailable);
    const [head] = await this.pool.run(readHead, [tenantId]);
    const { last_position: last, purged_position: purged } = head ?? {
      last_position: 0,
      purged_position: 0,
    };
    if (cursor === EARLIEST) return { position: purged, isGap: false };
    if (cursor === LATEST) return { position: last, isGap: false };
    const position = decodePosition(tenantId, cursor);
    if (position === undefined || position > last) {
      const message = 'is not a cursor that was issued to this tenant';
      throw invalid([{ pointer: `/${field}`, code: 'invalid_cursor', message }]);
    }
    return { position: Math.max(position, purged), isGap: position < purged };
  }

  /** The same for the stored position of a consumer. */
  async resume(tenantId: string, position: number): Promise<StartingPoint> {
    const { position: purged } = await this.find(tenantId, EARLIEST, '');
    return { position: Math.max(position, purged), isGap: position < purged };
  }
}

function throwUnavailable(cause: unknown): never {
  if (cause instanceof AppError) throw cause;
  throw unavailable('The events cannot be read at the moment. Try again shortly.', cause);
}
