import { Inject, Injectable } from '@nestjs/common';
import { AppError, invalid, unavailable } from '../../common/index.js';
import { HotPool } from '../../database/index.js';
import { EventLogWriter } from '../../event-log/index.js';
import { decodePosition } from '../cursor.js';
import { readHead } from './event-log.query.js';

/** Where reading begins. */
export interface StartingPoint {
  position: number;
  /** What was between the place asked for and this one is not kept any more. */
  isGap: boolean;
}

/** Stand for a cursor: all that is kept, or only what comes. */
export const EARLIEST = 'earliest';
export const LATEST = 'latest';

/** Turns what clients ask for into positions. */
@Injectable()
export class CursorResolver {
  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(EventLogWriter) private readonly sequencer: EventLogWriter,
  ) {}

  /**
   * For a cursor, `earliest` or `latest`, with everything that is committed by now in its place. A
   * cursor that is none of the tenant's is a 422 at `/{field}`.
   */
  async find(tenantId: string, asked: string, field: string): Promise<StartingPoint> {
    await this.sequencer.place().catch(refuse);
    const [head] = await this.pool.run(readHead, [tenantId]);
    const { last_position: last, purged_position: purged } = head ?? {
      last_position: 0,
      purged_position: 0,
    };
    if (asked === EARLIEST) return { position: purged, isGap: false };
    if (asked === LATEST) return { position: last, isGap: false };
    const position = decodePosition(tenantId, asked);
    if (position === undefined || position > last) {
      const message = 'is no cursor that this tenant was given';
      throw invalid([{ pointer: `/${field}`, code: 'invalid_cursor', message }]);
    }
    return { position: Math.max(position, purged), isGap: position < purged };
  }

  /** The same for a position that was remembered. */
  async resume(tenantId: string, position: number): Promise<StartingPoint> {
    const { position: purged } = await this.find(tenantId, EARLIEST, '');
    return { position: Math.max(position, purged), isGap: position < purged };
  }
}

function refuse(cause: unknown): never {
  if (cause instanceof AppError) throw cause;
  throw unavailable('The events cannot be read just now. Try again shortly.', cause);
}
