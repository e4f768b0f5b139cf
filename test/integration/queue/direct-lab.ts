import { newUuid } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { DeliveryModule } from '../../../src/delivery/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { DirectClaims } from '../../../src/queue/index.js';
import type { ClaimedDelivery, PlannedDelivery } from '../../../src/queue/index.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { EndpointColumns, Engine } from '../../support/engine.js';
import { testClaims } from '../../support/test-claims.js';

export const MAX_IN_FLIGHT = 10;
const ROOM = 100;

export interface Target {
  tenantId: string;
  endpointId: string;
}

/** A process that publishes, and sends what a test ends by hand. */
export class DirectLab {
  readonly direct: DirectClaims;
  /** What the process sends, with the end of each attempt. */
  readonly begun: { claim: ClaimedDelivery; end: () => void }[] = [];

  /** How many deliveries the process would begin, and has slots for. */
  room = ROOM;

  private constructor(readonly engine: Engine) {
    this.direct = engine.get(DirectClaims);
  }

  static async start(): Promise<DirectLab> {
    return new DirectLab(await startEngine([PublishingModule, DeliveryModule]));
  }

  attach(): void {
    this.room = ROOM;
    this.direct.attach({
      room: () => this.room,
      slots: () => this.room,
      begin: (claims) =>
        claims.map(
          (claim) => new Promise<void>((resolve) => this.begun.push({ claim, end: resolve })),
        ),
    });
  }

  async detach(): Promise<void> {
    this.endAll();
    await this.direct.detach();
  }

  /** Ends every attempt and forgets it. */
  endAll(): void {
    for (const { end } of this.begun.splice(0)) end();
  }

  async target(columns: EndpointColumns = {}): Promise<Target> {
    const { id, endpointIds } = await this.engine.createTenant([
      { max_in_flight: MAX_IN_FLIGHT, ...columns },
    ]);
    const [endpointId = ''] = endpointIds;
    await this.engine.sql(
      'INSERT INTO endpoint_health (endpoint_id, last_success_at) VALUES ($1, now())',
      [endpointId],
    );
    return { tenantId: id, endpointId };
  }

  async publish({ tenantId }: Target): Promise<void> {
    await this.engine.get(Publisher).publish({
      tenantRef: tenantRef(tenantId),
      type: 'session.created',
      data: { session_id: 's1', external_ref: null, is_sandbox: false },
    });
  }

  /** Publishes at once more than the endpoint has credits for; returns how many. */
  async fill(at: Target): Promise<number> {
    const count = MAX_IN_FLIGHT;
    await Promise.all(Array.from({ length: count }, () => this.publish(at)));
    return count;
  }

  /** Takes what is queued for the endpoint away. */
  async clear({ endpointId }: Target): Promise<void> {
    await this.engine.sql('DELETE FROM delivery_queue WHERE endpoint_id = $1', [endpointId]);
  }

  /** Publishes until the endpoint has a grant; leaves nothing in flight. */
  async granted(columns: EndpointColumns = {}): Promise<Target> {
    const at = await this.target(columns);
    await eventually(async () => {
      await this.publish(at);
      await this.clear(at);
      if (this.begun.length === 0) throw new Error('no grant yet');
    });
    this.endAll();
    await Promise.resolve();
    return at;
  }

  async leasedAt({ endpointId }: Target): Promise<number> {
    const [row] = await this.engine.sql<{ count: number }>(
      'SELECT count(*) FROM delivery_queue WHERE endpoint_id = $1 AND leased_until > now()',
      [endpointId],
    );
    return row?.count ?? 0;
  }

  anotherWorker() {
    return testClaims(this.engine.get(HotPool), 60_000);
  }
}

export const plannedAt = ({ endpointId }: Target): PlannedDelivery => ({
  id: newUuid(),
  endpointId,
  recipient: null,
  format: 'envelope',
  status: 'pending',
  reason: 'queued',
  waitMs: 0,
  ordered: false,
});
