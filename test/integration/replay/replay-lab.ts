import { DataSource } from 'typeorm';
import { parseId } from '../../../src/common/index.js';
import { FanoutEndpoints } from '../../../src/endpoints/index.js';
import { ReplayStep } from '../../../src/replay/replay-step.js';
import { ReplayTargets } from '../../../src/replay/replay-targets.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Answer, Call, InspectionApi } from '../records/inspection-api.js';

/** The API, and the worker's part in replays when a test wants it done. */
export interface ReplayLab extends InspectionApi {
  step: ReplayStep;
  /** Does all that replays have to do now. */
  work(): Promise<void>;
  /** Makes a delivery (public id) one whose schedule is exhausted. */
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
export interface Setting {
  tenant: string;
  endpoint: string;
  own: Call;
  /** Starts a replay of the last hour. */
  replay(status: string, more?: object): Promise<Answer>;
  shown(id: unknown): Promise<Record<string, unknown>>;
  cancel(id: unknown): Promise<Answer>;
  delivery(id: string): Promise<Record<string, unknown>>;
  /** Publishes and answers the public ids of its deliveries. */
  deliver(data?: object, type?: string): Promise<string>;
  /** A failed delivery. */
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

export async function createSetting(lab: ReplayLab, fields: object = {}): Promise<Setting> {
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
