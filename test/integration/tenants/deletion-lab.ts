import { DataSource } from 'typeorm';
import { createLogger, parseId } from '../../../src/common/index.js';
import { Vault } from '../../../src/database/index.js';
import { Metrics } from '../../../src/metrics/index.js';
import { TenantErasureRunner } from '../../../src/tenants/index.js';
import { createTestTenant, startReplayLab } from '../replay/replay-lab.js';
import type { Answer } from '../records/inspection-api.js';
import type { ReplayLab, TestTenant } from '../replay/replay-lab.js';

export type Body = Record<string, unknown>;

/** A tenant that is deleted and restored in a test. */
export interface DoomedTenant extends TestTenant {
  /** UUID. */
  id: string;
  path: string;
  remove(query?: string, body?: object): Promise<Answer>;
  restore(body?: object): Promise<Answer>;
  /** A delivery (public id) as admin sees it. */
  shownToAdmin(delivery: string): Promise<Body>;
}

export interface DeletionLab extends ReplayLab {
  createDoomed(): Promise<DoomedTenant>;
  /** Makes one step of an erasure in a process of its own; returns whether there may be more. */
  erase(): Promise<boolean>;
  untilErased(): Promise<void>;
  count(text: string, values?: unknown[]): Promise<number>;
}

export async function startDeletionLab(): Promise<DeletionLab> {
  const lab = await startReplayLab();
  const erase = (): Promise<boolean> => {
    const logger = createLogger({ logLevel: 'silent' });
    const { app } = lab;
    return new TenantErasureRunner(
      app.get(DataSource),
      app.get(Vault),
      logger,
      new Metrics(),
    ).run();
  };
  return {
    ...lab,
    erase,
    untilErased: async () => {
      while (await erase());
    },
    count: async (text, values) => (await lab.sql.query(text, values)).rowCount ?? 0,
    createDoomed: async () => {
      const made = await createTestTenant(lab);
      const path = `/v1/tenants/${made.tenant}`;
      return {
        ...made,
        path,
        id: parseId('tenant', made.tenant) ?? '',
        remove: (query = '', body) => lab.admin('DELETE', `${path}${query}`, body),
        restore: (body = {}) => lab.admin('POST', `${path}/restore`, body),
        shownToAdmin: async (delivery) =>
          (await lab.admin('GET', `${path}/deliveries/${delivery}`)).body,
      };
    },
  };
}
