import { Inject, Injectable } from '@nestjs/common';
import { LATEST, CursorResolver } from '../reading/cursor-resolver.js';
import type { StartingPoint } from '../reading/cursor-resolver.js';
import { Consumers } from './consumers.js';

/** Where a stream begins. */
@Injectable()
export class Beginnings {
  constructor(
    @Inject(CursorResolver) private readonly starts: CursorResolver,
    @Inject(Consumers) private readonly consumers: Consumers,
  ) {}

  at(tenantId: string, cursor: string): Promise<StartingPoint> {
    return this.starts.find(tenantId, cursor, 'cursor');
  }

  /** At the cursor, else behind what the consumer acknowledged; one that is new is known from now on. */
  async ofConsumer(tenantId: string, name: string, cursor?: string): Promise<StartingPoint> {
    const known = await this.consumers.find(tenantId, name);
    if (cursor === undefined && known !== undefined) return this.starts.resume(tenantId, known);
    const start = await this.at(tenantId, cursor ?? LATEST);
    if (known === undefined) await this.consumers.add(tenantId, name, start.position);
    return start;
  }
}
