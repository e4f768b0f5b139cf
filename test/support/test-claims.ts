import { asSystem } from '../../src/common/index.js';
import type { HotPool } from '../../src/database/index.js';
import { Claims } from '../../src/queue/claims.js';

/** A worker's claims, with as many slots in each lane as are asked for. */
export function testClaims(pool: HotPool, leaseMs: number) {
  const claims = new Claims(pool, { ms: leaseMs, attemptMs: 0 });
  const slots = (count: number) => ({
    quick: count,
    slow: count,
    slowNamed: count,
    slowTotal: count * 8,
  });
  return {
    named: (ids: string[]) => asSystem(() => claims.named(ids, slots(ids.length))),
    due: (count: number) => asSystem(() => claims.due(slots(count))),
    quarantined: () => asSystem(() => claims.quarantined()),
  };
}
