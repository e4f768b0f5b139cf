import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { CATALOGUE } from '../../../src/catalogue/index.js';
import type { LiveCatalogue } from '../../../src/catalogue/index.js';
import { createLogger, parseId } from '../../../src/common/index.js';
import { HotPool, Vault } from '../../../src/database/index.js';
import { ErasureRunner } from '../../../src/erasure/index.js';
import { EventContents } from '../../../src/events/index.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Call, InspectionApi } from '../records/inspection-api.js';
import { eventually } from '../../support/app/index.js';
import { auditedChanges } from '../../support/audited-changes.js';

export const SUBJECT = 'session_of_anna';
export const PERSONAL = 'Anna Berg 1988';
export const REF = 'user_of_acme';

const RUNNING = `SELECT FROM erasures WHERE state = 'running'`;

export type Body = Record<string, unknown>;

/** The API with a tenant of its own for each test, and erasures that are performed when a test says so. */
export class ErasureLab {
  api: InspectionApi;
  tenant: string;
  /** Calls with a key of the role `tenant`. */
  own: Call;
  endpoint: string;
  /** Lines of a worker whose LOG_LEVEL is `warn`. */
  readonly log: string[] = [];
  private runner: ErasureRunner;

  /** Call it once, at the top of a test file. */
  static use(): ErasureLab {
    const lab = new ErasureLab();
    beforeAll(() => lab.start());
    beforeEach(() => lab.createTenant());
    afterAll(() => lab.api.close());
    return lab;
  }

  /** Makes one step of an erasure; returns whether there may be more. */
  step(): Promise<boolean> {
    return this.runner.run();
  }

  /** Performs every erasure that nothing stands in the way of. */
  async untilDone(): Promise<void> {
    await eventually(async () => {
      while (await this.step());
      const { rows } = await this.api.sql.query(RUNNING);
      if (rows.length > 0) throw new Error('An erasure is running.');
    });
  }

  publish(fields: object = {}): Promise<string> {
    const data = { session_id: SUBJECT, external_ref: REF, note: PERSONAL, ...fields };
    return this.api.publish(this.tenant, data);
  }

  async erase(subject = SUBJECT, body: object = {}): Promise<Body> {
    const path = `/v1/tenants/${this.tenant}/subjects/${subject}/erase`;
    const answer = await this.api.admin('POST', path, body);
    if (answer.status !== 202) throw new Error(`An erasure answered ${answer.text}`);
    return answer.body;
  }

  async erasure(id: unknown): Promise<Body> {
    const path = `/v1/tenants/${this.tenant}/erasures/${String(id)}`;
    return (await this.api.admin('GET', path)).body;
  }

  /** Ends the waiting of an erasure for a time, as if the time had come. */
  async pass(id: unknown): Promise<void> {
    const values = [parseId('erasure', String(id))];
    await this.api.sql.query(
      `UPDATE erasure_subjects SET waits_until = now() WHERE erasure_id = $1 AND waits_until IS NOT NULL`,
      values,
    );
    await this.api.sql.query('UPDATE erasures SET next_step_at = now() WHERE id = $1', values);
  }

  /** Publishes `case.approved`, which derives `session.approved` of a session; returns both. */
  async approveCase(
    caseId: string,
    session = SUBJECT,
  ): Promise<{ cause: string; derived: string }> {
    const definition = this.api.app
      .get<LiveCatalogue>(CATALOGUE, { strict: false })
      .get('case.approved');
    const data = { ...definition?.example, case_id: caseId, session_id: session };
    const cause = await this.api.publish(this.tenant, data, 'case.approved');
    const [derived = ''] = (await this.record(cause))['derived'] as string[];
    for (const event of [cause, derived]) await this.api.attempt(await this.delivery(event), 200);
    return { cause, derived };
  }

  async record(event: string): Promise<Body> {
    return (await this.own('GET', `/v1/tenants/me/events/${event}`)).body;
  }

  /** The public id of the only delivery of an event. */
  async delivery(event: string): Promise<string> {
    return (await this.api.deliveriesOf(this.tenant, event))[0] ?? '';
  }

  /** The newest entries of the tenant's audit log that are about changes. */
  async audited(count: number): Promise<Body[]> {
    const { body } = await this.own('GET', '/v1/tenants/me/audit');
    return auditedChanges(body).slice(0, count);
  }

  private async start(): Promise<void> {
    this.api = await startInspectionApi();
    const { app } = this.api;
    const vault = app.get(Vault);
    this.runner = new ErasureRunner(
      app.get(DataSource),
      new EventContents(vault, app.get(HotPool)),
      vault,
      app.get<LiveCatalogue>(CATALOGUE, { strict: false }),
      createLogger({ logLevel: 'warn' }, { write: (line) => void this.log.push(line) }),
    );
  }

  private async createTenant(): Promise<void> {
    this.tenant = await this.api.createTenant();
    this.own = await this.api.createKey('tenant', this.tenant);
    this.endpoint = await this.api.createEndpoint(this.tenant);
  }
}
