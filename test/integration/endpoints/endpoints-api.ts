import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { AuthModule } from '../../../src/auth/index.js';
import { CatalogueModule } from '../../../src/catalogue/index.js';
import { createLogger } from '../../../src/common/index.js';
import { loadSettings, SettingsModule } from '../../../src/config/index.js';
import { DatabaseModule } from '../../../src/database/index.js';
import { EndpointsApiModule } from '../../../src/endpoints/index.js';
import { createHttpApp } from '../../../src/http/index.js';
import { MetricsModule } from '../../../src/metrics/index.js';
import { TenantsModule } from '../../../src/tenants/index.js';
import { logOf } from '../../support/log-module.js';
import { createTestDatabase } from '../../support/services/index.js';

const ADMIN_KEY = 'pr_the-bootstrap-admin-key-of-these-tests';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** One caller of the API. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** The API with tenants and endpoints, listening on loopback, on a database of its own. */
export interface EndpointsApi {
  app: NestFastifyApplication;
  /** Direct access to the database. */
  sql: Pool;
  admin: Call;
  as(key: string): Call;
  /** Creates a tenant and returns its public id. */
  createTenant(): Promise<string>;
  /** Creates a key and returns its caller; `tenant` is a public id, absent for support. */
  createKey(role: string, tenant?: string): Promise<Call>;
  close(): Promise<void>;
}

@Module({})
class TestModule {}

export async function startEndpointsApi(env: NodeJS.ProcessEnv = {}): Promise<EndpointsApi> {
  const database = await createTestDatabase();
  const settings = {
    ...loadSettings({ LOG_LEVEL: 'silent', RATE_LIMIT_PER_MINUTE: '1000000', ...env }, '.'),
    databaseUrl: database.url,
    adminApiKey: ADMIN_KEY,
    encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
  };
  const logger = createLogger(settings);
  const root = {
    module: TestModule,
    imports: [
      SettingsModule.forRoot(settings),
      DatabaseModule.forRoot(),
      CatalogueModule,
      MetricsModule,
      logOf(logger),
      AuthModule,
      TenantsModule,
      EndpointsApiModule,
    ],
  };
  const app = await createHttpApp(root, logger);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const sql = new Pool({ connectionString: database.url, max: 4 });
  const as =
    (key: string): Call =>
    (method, path, body) =>
      call(`${url}${path}`, method, key, body);
  const admin = as(ADMIN_KEY);
  return {
    app,
    sql,
    admin,
    as,
    createTenant: async () =>
      String((await admin('POST', '/v1/tenants', { name: 'Acme' })).body['id']),
    createKey: async (role, tenant) => {
      const path = tenant === undefined ? '/v1/api-keys' : `/v1/tenants/${tenant}/api-keys`;
      return as(String((await admin('POST', path, { role, name: role })).body['key']));
    },
    close: async () => {
      await sql.end();
      await app.close();
      await database.drop();
    },
  };
}

async function call(url: string, method: string, key: string, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}
