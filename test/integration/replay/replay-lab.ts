import { DataSource } from 'typeorm';
import { parseId } from '../../../src/common/index.js';
import { FanoutEndpoints } from '../../../src/endpoints/index.js';
import { ReplayStep } from '../../../src/replay/replay-runner.js';
import { ReplayTargets } from '../../../src/replay/replay-targets.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Answer, Call, InspectionApi } from '../records/inspection-api.js';

/** The API, and replay steps that run when a test calls them. */
export interface ReplayLab extends InspectionApi {
  step: ReplayStep;
  /** Runs replay steps until none is due. */
  work(): Promise<void>;
  /** Exhausts the schedule of a delivery (public id). */
  exhaust(delivery: string): Promise<void>;
  queued(delivery: string): Promise<QueueRow | undefined>;
}

export interface QueueRow {
  trigger: string;
  step: number;
  attempts: number;
  resume_status: string | null;
}

/** A tenant with an endpoint and a key of its own. */
export interface TestTenant {
  tenant: string;
  endpoint: string;
  own: Call;
  /** Starts a replay of the last hour. */
  replay(status: string, more?: object): Promise<Answer>;
  shown(id: unknown): Promise<Record<string, unknown>>;
  cancel(id: unknown): Promise<Answer>;
  delivery(id: string): Promise<Record<string, unknown>>;
  /** Publishes an event and returns the public id of its delivery. */
  deliver(data?: object, type?: string): Promise<string>;
  /** Returns the public id of a failed delivery. */
  failed(data?: object): Promise<string>;
}

export const MAX_ATTEMPTS = 3;
const HOUR_MS = 3_600_000;

export const anHourAgo = (): string => new Date(Date.now() - HOUR_MS).toISOString();

export async function startReplayLab(): Promise<ReplayLab> {
  const api = await startInspectionApi();
  const targets = new ReplayTargets(api.app.get(FanoutEndpoints, { strict: false }));
  const step = new ReplayStep(api.app.get(DataSource), targets, MAX_ATTEMPTS);
  return {
    ...api,
    step,
    work: async () => {
      await api.sql.query('UPDATE replays SET next_look_at = now() WHERE is_busy');
      while (await step.run());
    },
    exhaust: async (delivery) => {
      const id = parseId('delivery', delivery);
      await api.sql.query('DELETE FROM delivery_queue WHERE delivery_id = $1', [id]);
      await api.sql.query(
        `UPDATE deliveries SET status = 'failed', reason = 'attempts_exhausted', unhappy = true,
           attempt_count = 12, step = 12, settled_at = now() WHERE id = $1`,
        [id],
      );
    },
    queued: async (delivery) => {
      const { rows } = await api.sql.query<QueueRow>(
        'SELECT trigger, step, attempts, resume_status FROM delivery_queue WHERE delivery_id = $1',
        [parseId('delivery', delivery)],
      );
      return rows[0];
    },
  };
}

export async function createTestTenant(lab: ReplayLab, fields: object = {}): Promise<TestTenant> {
  const tenant = await lab.createTenant();
  const own = await lab.createKey('tenant', tenant);
  const endpoint = await lab.createEndpoint(tenant, { ...fields });
  const deliver = async (data: object = {}, type?: string): Promise<string> => {
    const [delivery = ''] = await lab.deliveriesOf(tenant, await lab.publish(tenant, data, type));
    return delivery;
  };
  return {
    tenant,
    endpoint,
    own,
    replay: (status, more = {}) =>
      own('POST', `/v1/tenants/me/endpoints/${endpoint}/replay`, {
        since: anHourAgo(),
        status,
        ...more,
      }),
    shown: async (id) => (await own('GET', `/v1/tenants/me/replays/${String(id)}`)).body,
    cancel: (id) => own('DELETE', `/v1/tenants/me/replays/${String(id)}`),
    delivery: async (id) => (await own('GET', `/v1/tenants/me/deliveries/${id}`)).body,
    deliver,
    failed: async (data) => {
      const delivery = await deliver(data);
      await lab.exhaust(delivery);
      return delivery;
    },
  };
}
