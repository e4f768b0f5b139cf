import { Inject, Injectable } from '@nestjs/common';
import { invalid } from '../../common/index.js';
import { HotPool } from '../../database/index.js';
import { addConsumer, findConsumer, moveConsumer } from './consumers.query.js';

const MAX_PER_TENANT = 100;

/** Remembers for clients with a name how far they have acknowledged. */
@Injectable()
export class Consumers {
  constructor(@Inject(HotPool) private readonly pool: HotPool) {}

  /** The position that it acknowledged last; undefined for one that was never seen. */
  async find(tenantId: string, name: string): Promise<number | undefined> {
    const [row] = await this.pool.run(findConsumer, [tenantId, name]);
    return row?.position;
  }

  /** Makes it known, at this position unless it is known already. 422 where the tenant has too many. */
  async add(tenantId: string, name: string, position: number): Promise<void> {
    const [row] = await this.pool.run(addConsumer, [tenantId, name, position, MAX_PER_TENANT]);
    if (row) return;
    const message = `is one too many: a tenant has ${MAX_PER_TENANT}, and those unseen for 30 days are forgotten`;
    throw invalid([{ pointer: '/consumer', code: 'too_many_consumers', message }]);
  }

  /** Resolves with what is stored then: the furthest that was ever acknowledged. */
  async acknowledge(tenantId: string, name: string, position: number): Promise<number> {
    const [row] = await this.pool.run(moveConsumer, [tenantId, name, position]);
    return row?.position ?? position;
  }
}
